import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessibilityFindings, chromiumPath, Visitor } from './browser.ts';

/** Every page, by its path, and what tells that it has its content. */
const pages = {
  '': 'Needs attention',
  alerts: 'Rule and what happened',
  groups: 'Open',
  outputs: 'archive',
  'outputs?output=soar': 'Accounted for',
  'outputs?output=soar&tab=configuration': 'as it is sent',
  'outputs?add=': 'On call and incidents',
  'outputs?add=slack': 'for the configuration file',
  'dead-letters': 'By reason',
  senders: 'worker-',
  rules: 'Terminal shell in container',
  'rules/test': 'Nothing was tried yet',
  settings: 'Configuration in effect',
  'settings?tab=audit': 'Audit',
  'settings?tab=browser': 'Display',
  'first-run': 'Point Falco here',
} as const;

const base = chromiumPath === undefined ? '' : inject('consoleUrl');

describe.skipIf(chromiumPath === undefined)('every page', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.start();
  });
  afterAll(async () => visitor[Symbol.asyncDispose]());

  for (const [path, content] of Object.entries(pages)) {
    it.for(['light', 'dark'] as const)(`/${path} is whole and can be used by everybody, %s`, async (theme) => {
      const page = await visitor.page({ theme });
      await page.goto(base + path);
      await page.getByText(content).first().waitFor({ timeout: 15_000 });
      await page.waitForLoadState('networkidle').catch(() => undefined);
      expect(await accessibilityFindings(page)).toEqual([]);
      expect(visitor.complaints).toEqual([]);
      await page.context().close();
    });

    it(`/${path} fits a phone`, async () => {
      const page = await visitor.page({ width: 390, height: 844 });
      await page.goto(base + path);
      await page.locator('h1').first().waitFor({ timeout: 15_000 });
      await page.waitForLoadState('networkidle').catch(() => undefined);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      expect(visitor.complaints).toEqual([]);
      await page.context().close();
    });
  }
});
