import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findServer } from '#outputs/testing/programs.ts';

/** Debian's browser; `undefined`, and one line that says so, where there is none. */
export const chromiumPath = findServer('chromium');

export type Theme = 'light' | 'dark';

export interface View {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A browser, and all that went wrong in any of its pages. */
export class Visitor implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  /** Errors of scripts, refused by the policy, failed requests, requests that left for elsewhere. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Visitor> {
    if (chromiumPath === undefined) throw new Error('There is no Chromium on this machine');
    return new Visitor(await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] }));
  }

  /** A page as somebody sees it who comes for the first time. */
  async page({ theme = 'light', width = 1440, height = 1000 }: View = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(12_000);
    this.#listen(page);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.#browser.close();
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message.text())) this.complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') this.complaints.push(`foreign: ${request.url()}`);
    });
  }
}

/** The browser reports each answer of 400 and above, which pages show where they belong. */
function isExpected(text: string): boolean {
  return text.startsWith('Failed to load resource: the server responded with a status of 4');
}

export interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly places: readonly string[];
}

/** What axe finds serious or critical; see https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md. */
export async function accessibilityFindings(page: Page): Promise<readonly Finding[]> {
  // Not as an element of the page, which the policy would rightly refuse.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe: unknown = Reflect.get(globalThis, 'axe');
    const run: unknown = typeof axe === 'object' && axe !== null ? Reflect.get(axe, 'run') : undefined;
    if (typeof run !== 'function') throw new Error('axe is not there');
    const { violations } = await run.call(axe);
    return violations
      .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }: { id: string; impact: string; nodes: { target: unknown[] }[] }) => ({
        id,
        impact,
        places: nodes.slice(0, 5).map(({ target }) => target.join(' ')),
      }));
  });
}
