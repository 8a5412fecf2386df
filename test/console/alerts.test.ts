import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { chromiumPath, Visitor } from './browser.ts';
import { postAlert } from './post-alerts.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';
const falco = hasBrowser ? inject('falcoUrl') : '';

/** An alert with something in it that no other has. */
function alertOf(output: string, fields: Readonly<Record<string, unknown>> = {}): string {
  const time = new Date().toISOString();
  return JSON.stringify({
    rule: 'Read sensitive file untrusted',
    priority: 'Warning',
    time,
    output,
    // Falcosidekick takes none without fields.
    output_fields: { 'evt.type': 'openat', ...fields },
  });
}

describe.skipIf(!hasBrowser)('the alerts page', () => {
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
  const query = () => page.getByRole('combobox', { name: 'Query' }).or(page.getByRole('textbox', { name: 'Query' }));

  async function look(search = ''): Promise<void> {
    await page.goto(`${base}alerts${search}`);
    await rows().first().waitFor({ timeout: 15_000 });
  }

  it.for<[string, string, Readonly<Record<string, unknown>>]>([
    ['/etc/shadow-copy', 'opened /etc/shadow-copy', {}],
    ['node-10', 'on node-10', { node: 'node-10' }],
    ['CVE-2024-3094', 'looks like CVE-2024-3094', {}],
    ['"quoted words"', 'says "quoted words"', {}],
    ['🚀', 'started 🚀 Ünïcödé', {}],
    ['proc.name:rare-tool', 'ran rare-tool', { 'proc.name': 'rare-tool' }],
  ])('finds %s', async ([text, output, fields]) => {
    await postAlert(falco, alertOf(output, fields));
    await look(`?q=${encodeURIComponent(text)}`);
    await page.getByText(output, { exact: false }).first().waitFor();
  });

  it('shows where a query is wrong, offers the nearest word, and keeps the last result', async () => {
    await look();
    await query().fill('priority>=warnnig');
    await query().press('Enter');
    await page.getByText('No priority is called').waitFor();
    await page.getByText('warning', { exact: true }).first().waitFor();
    expect(await rows().count()).toBeGreaterThan(0);
  });

  it('includes and excludes the values of filters, and says so in the address', async () => {
    await look();
    const filters = page.getByRole('complementary', { name: 'Filters' });
    await filters.getByText('payments', { exact: true }).first().hover();
    await filters.getByRole('button', { name: 'Only payments', exact: true }).first().click();
    await page.waitForURL(/namespace/);
    // The list of values is drawn anew for what was included, and may move from under the pointer.
    const excluding = filters.getByRole('button', { name: /^Without Warning/ }).first();
    const exclude = async () => {
      await filters.getByText('Warning', { exact: true }).first().hover({ timeout: 1000 });
      await excluding.click({ timeout: 1000 });
      await page.waitForURL(/-priority/, { timeout: 3000 });
    };
    await exclude().catch(exclude).catch(exclude);
    await page.goBack();
    await page.waitForURL((url) => !url.href.includes('-priority') && url.href.includes('namespace'));
  });

  it('is used with the keyboard alone', async () => {
    await look();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: 'Alert' }).or(page.getByRole('region', { name: 'Alert' }));
    await drawer.getByRole('tab', { name: 'Summary' }).waitFor();
    const before = page.url();
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.href !== before);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('open'));
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Query');
    // Once for what it offers, once to leave it.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  });

  it('shows what arrives, without a reload', async () => {
    await look('?range=1h');
    const output = `arrived live ${Date.now()}`;
    await postAlert(falco, alertOf(output));
    await page
      .getByText(output)
      .or(page.getByText(/\d+ new/))
      .first()
      .waitFor({ timeout: 10_000 });
  });

  it('settles what becomes of an alert that came in live, without another one', async () => {
    await look('?range=1h');
    await page.mouse.move(5, 5);
    const output = `settles by itself ${Date.now()}`;
    await postAlert(falco, alertOf(output));
    const row = rows().filter({ hasText: output });
    await row.waitFor({ timeout: 10_000 });
    await row
      .getByRole('img', { name: /^2 delivered, (?:1 dead, 1 owed|1 owed, 1 dead)$/ })
      .waitFor({ timeout: 15_000 });
  });

  it('tells what became of an alert at every output', async () => {
    const output = `told to everybody ${Date.now()}`;
    await postAlert(falco, alertOf(output));
    await look(`?q=${encodeURIComponent(`"${output}"`)}`);
    await rows().first().click();
    await page.getByRole('tab', { name: /^Outputs/ }).click();
    const panel = page.getByRole('tabpanel');
    for (const name of ['archive', 'soar', 'on-call', 'search'])
      await panel.getByText(name, { exact: true }).first().waitFor();
    await panel.getByText('Delivered').first().waitFor();
    await panel.getByText('not found').first().waitFor();
  });

  it('keeps numbers that a double cannot hold', async () => {
    await postAlert(falco, alertOf('exact 1795539123456789123', { 'evt.time': JSON.rawJSON('1795539123456789123') }));
    await look('?q=%22exact%201795539123456789123%22');
    await rows().first().click();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.getByRole('tabpanel').getByText('1795539123456789123').first().waitFor();
  });

  it('exports the whole result, whatever it is', async () => {
    const exported = await fetch(
      `${base}api/v1/alerts/export?format=ndjson&query=${encodeURIComponent('source:syscall')}`,
    );
    const counted = await fetch(`${base}api/v1/facets?by=source&limit=10`).then((answer) => answer.text());
    const lines = (await exported.text()).trimEnd().split('\n').length;
    expect(lines).toBeGreaterThan(20_001);
    expect(counted).toContain(`"syscall","count":${lines}`);
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
