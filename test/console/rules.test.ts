import type { Page } from 'playwright-core';
import { seededRandom } from '#app/demo-alerts.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { backgroundList } from '../../bench/load/audit-events.ts';
import { accessibilityFindings, chromiumPath, Visitor } from './browser.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';

describe.skipIf(!hasBrowser)('the rules', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.start();
    const body = backgroundList(seededRandom(1), Date.now(), 400);
    const events = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
    const answer = await fetch(`${inject('falcoUrl')}k8s-audit`, events);
    if (!answer.ok) throw new Error(`The events were answered ${answer.status}`);
  });
  afterAll(async () => visitor[Symbol.asyncDispose]());

  it.for(['light', 'dark'] as const)('have what they cost, the dearest first, in the %s theme', async (theme) => {
    const page = await visitor.page({ theme });
    await page.goto(`${base}rules`);
    await page.getByRole('columnheader', { name: 'Cost' }).getByRole('button').click();
    await page.waitForURL(/by=cost/);
    const first = page.locator('tbody tr[aria-rowindex]').first();
    await first.getByText(/^[\d.]+ (?:µs|ms)$/).waitFor();
    await first.click();
    await page.getByText('Cost of an event').waitFor();
    expect(await page.getByText('Of all rules’ time').count()).toBe(1);
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.context().close();
  });

  it('have nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});

describe.skipIf(!hasBrowser)('the test of rules', () => {
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    visitor = await Visitor.start();
  });
  afterAll(async () => visitor[Symbol.asyncDispose]());
  beforeEach(async () => {
    page = await visitor.page({ theme: 'dark' });
  });
  afterEach(async () => {
    await page.context().close();
  });

  const rules = () => page.getByRole('textbox', { name: /^Your rules/ });
  const outcome = (name: string) => page.getByRole('button', { name: new RegExp(name) });
  const attempt = async () => page.getByRole('button', { name: /^Try/ }).click();

  async function fillIn(): Promise<void> {
    await page.goto(`${base}rules`);
    await page.getByRole('link', { name: 'Test rules' }).click();
    await page.getByRole('button', { name: 'Fill in an example' }).click();
  }

  it('says which rules fire, and what the alert says', async () => {
    await fillIn();
    await attempt();
    await page.getByText('Toolbox started (user=mara@example.com pod=debug)').waitFor();
    expect(await outcome('Toolbox in payments').textContent()).toContain('fires');
    expect(await page.getByRole('list').getByText('does not fire').count()).toBeGreaterThan(3);
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('says part by part why a rule does not fire, and what was missing', async () => {
    await fillIn();
    await rules().fill(
      '- {rule: Mine, desc: d, condition: ka.verb = delete and ka.impuser.name = eve, output: o, priority: INFO, source: k8s_audit}',
    );
    await rules().press('Control+Enter');
    const condition = page.getByRole('list', { name: 'Condition' });
    await condition.getByText('ka.verb = delete').waitFor();
    expect(await condition.textContent()).toContain('is "create"');
    expect(await condition.getByText('missing').count()).toBe(1);
    await page.getByText('It makes no alert, since its condition is false.').waitFor();
  });

  it('explains a loaded rule when somebody opens it, and says so in the address', async () => {
    await fillIn();
    await rules().fill('');
    await attempt();
    const first = page.locator('.outcome__head').filter({ hasText: 'does not fire' }).first();
    await first.click();
    await page.waitForURL(/rule=/);
    await page.getByRole('list', { name: 'Condition' }).first().waitFor();
  });

  it('shows where a rule is wrong, and keeps what was written', async () => {
    await fillIn();
    await rules().fill(
      '- {rule: Mine, desc: d, condition: ka.verbb = get, output: o, priority: INFO, source: k8s_audit}',
    );
    await attempt();
    await page.getByText('your rules: Invalid').waitFor();
    expect(await rules().inputValue()).toContain('ka.verbb');
    await page.getByRole('textbox', { name: 'Event', exact: true }).fill('{"kind":"Pod"}');
    await rules().fill('');
    await attempt();
    await page.getByText('This is no event of k8s_audit').waitFor();
  });

  it('is found in the palette', async () => {
    await page.goto(base);
    await page.locator('h1').waitFor();
    await page.keyboard.press('Control+k');
    await page
      .getByRole('dialog')
      .getByRole('combobox')
      .or(page.getByRole('dialog').getByRole('textbox'))
      .fill('test rules');
    await page.getByRole('dialog').getByText('Test rules', { exact: true }).first().click();
    await page.waitForURL(/rules\/test/);
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
