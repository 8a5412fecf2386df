import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { chromiumPath, Visitor } from './browser.ts';
import { postAlert } from './post-alerts.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';
const falco = hasBrowser ? inject('falcoUrl') : '';

/** An alert of a group that is only this test's. */
async function makeGroup(rule: string): Promise<void> {
  const fields = { 'proc.name': 'bash', 'k8s.ns.name': 'triage' };
  const time = new Date().toISOString();
  const alert = { rule, priority: 'Critical', time, output: `${rule} fired`, output_fields: fields };
  await postAlert(falco, JSON.stringify(alert));
}

describe.skipIf(!hasBrowser)('the groups page', () => {
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    visitor = await Visitor.start();
  });
  afterAll(async () => visitor[Symbol.asyncDispose]());
  beforeEach(async () => {
    page = await visitor.page();
  });
  afterEach(async () => {
    await page.context().close();
  });

  const rows = () => page.locator('tbody tr[aria-rowindex]');
  const tab = (name: RegExp) => page.getByRole('radio', { name });

  async function look(rule: string, groups = 1): Promise<void> {
    await expect
      .poll(
        async () => {
          await page.goto(`${base}groups?q=${encodeURIComponent(`rule~"${rule}"`)}`);
          await page.locator('h1').waitFor();
          await rows()
            .first()
            .waitFor({ timeout: 2000 })
            .catch(() => undefined);
          return rows().count();
        },
        { timeout: 20_000 },
      )
      .toBe(groups);
  }

  it('acknowledges with a, and takes it back with z', async () => {
    await makeGroup('Triage one');
    await look('Triage one');
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.getByText('1 group acknowledged').waitFor();
    await tab(/^Acknowledged/).click();
    await rows().first().waitFor();
    await page.keyboard.press('z');
    await tab(/^Open/).click();
    await rows().first().waitFor();
  });

  it('resolves as what was said, in the detail', async () => {
    await makeGroup('Triage two');
    await look('Triage two');
    await rows().first().click();
    await page.waitForURL(/open=/);
    const groupId = new URL(page.url()).searchParams.get('open') ?? '';
    await page.getByRole('button', { name: /^Resolve as/ }).click();
    await page.getByRole('menuitem', { name: /^False positive/ }).click();
    await page.getByText('1 group resolved as false positive').waitFor();
    await tab(/^Resolved/).click();
    await rows().filter({ hasText: 'Triage two' }).getByText('false positive').waitFor();
    await page.goto(`${base}groups/${groupId}`);
    await page.getByText('resolved it as false positive').waitFor();
  });

  it('keeps a comment, which c begins', async () => {
    await makeGroup('Triage three');
    await look('Triage three');
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    const box = page.getByRole('textbox', { name: 'Comment' });
    await box.waitFor();
    await box.fill('Known since the <b>migration</b>');
    const kept = page.waitForResponse((response) => response.url().endsWith('/comments'));
    await box.press('Control+Enter');
    expect((await kept).status()).toBe(200);
    const groupId = new URL(page.url()).searchParams.get('open') ?? '';
    await page.goto(`${base}groups/${groupId}`);
    await page.getByText('Known since the <b>migration</b>').waitFor({ timeout: 30_000 });
  });

  it('decides about all that were selected with x', async () => {
    await makeGroup('Triage four a');
    await makeGroup('Triage four b');
    await look('Triage four', 2);
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('a');
    await page.getByText('2 groups acknowledged').waitFor();
  });

  it('keeps a view under a name, and opens it', async () => {
    await page.goto(`${base}groups?q=${encodeURIComponent('priority>=critical')}&by=count`);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Worst by number');
    await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
    await page.getByText('View Worst by number saved').waitFor();
    await page.waitForURL(/view=/);
    await page.goto(`${base}groups?state=resolved`);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Worst by number' }).click();
    await page.waitForURL((url) => url.searchParams.get('by') === 'count' && !url.searchParams.has('state'));
    expect(await page.getByRole('button', { name: 'Worst by number' }).count()).toBe(1);
    await page.goto(`${base}alerts`);
    await rows().first().waitFor();
    expect(await page.getByRole('button', { name: 'Views' }).count()).toBe(0);
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
