import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../../test/console/browser.ts';
import type { Context } from '../harness/measure.ts';

/** Debian's Chromium, on the core of the load; where there is none a remark says so. */
export async function startBrowser(context: Context): Promise<Browser | undefined> {
  if (chromiumPath !== undefined)
    return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], headless: true });
  context.remark('Chromium is not installed: apt-get install chromium');
  return undefined;
}
