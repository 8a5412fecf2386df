import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { chromiumPath, Visitor } from './browser.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';

const ranked = z.array(z.object({ value: z.string(), count: z.number() }));
const rest = z.object({ count: z.number() });
const overviewAnswer = z.object({
  total: z.number(),
  rules: ranked,
  namespaces: ranked,
  hosts: ranked,
  others: z.object({ rules: rest, namespaces: rest, hosts: rest }),
});

const histogramAnswer = z.object({ series: z.array(z.object({ priority: z.string(), total: z.number() })) });
const facetsAnswer = z.object({ facets: z.array(z.object({ dimension: z.string(), values: ranked })) });

describe.skipIf(!hasBrowser)('the overview', () => {
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

  it('opens the alerts of the time that is brushed in the histogram', async () => {
    await page.goto(base);
    const plot = page.locator('.u-over');
    await plot.waitFor();
    const box = await plot.boundingBox();
    if (!box) throw new Error('The histogram has no place on the page');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 8 });
    await page.mouse.up();
    await page.waitForURL(/marked=/);
    await page.getByText(/^Selected/).waitFor();
    const link = page.getByRole('link', { name: /^Open [\d,]+ alerts$/ });
    const count = /[\d,]+/.exec((await link.textContent()) ?? '')?.[0] ?? '';
    expect(Number(count.replaceAll(',', ''))).toBeGreaterThan(10_000);
    await link.click();
    await page.waitForURL(/\/alerts\?/);
    await page.getByText(count).first().waitFor();
  });

  it('accounts for every alert in each ranking', async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/api/v1/overview')),
      page.goto(base),
    ]);
    const { total, others, ...rankings } = overviewAnswer.parse(await answer.json());
    for (const name of ['rules', 'namespaces', 'hosts'] as const) {
      const shown = rankings[name].reduce((sum, { count }) => sum + count, 0);
      expect({ [name]: shown + others[name].count }).toEqual({ [name]: total });
    }
    const first = rankings.rules[0];
    const row = page.getByRole('list', { name: 'Rules with most alerts' }).getByRole('button').first();
    expect(await row.textContent()).toContain(first?.count.toLocaleString('en-GB'));
    await row.click();
    await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('rule:') === true);
    await page.locator('tbody tr[aria-rowindex]').first().waitFor();
  });

  it('filters by a technique of ATT&CK', async () => {
    await page.goto(base);
    const cell = page
      .locator('.attack__cell')
      .filter({ hasText: /[1-9][\d,]* alerts/ })
      .first();
    await cell.click();
    await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('tag:') === true);
    await page.locator('tbody tr[aria-rowindex]').first().waitFor();
  });

  it('is not longer than what needs attention', async () => {
    await page.goto(base);
    await page.locator('.attention__row').first().waitFor();
    expect(await page.locator('.attention__row').count()).toBeLessThan(16);
  });

  it('leaves no empty place beside a long list', async () => {
    await page.goto(base);
    await page.locator('.attention__row').first().waitFor();
    await page.locator('.histogram__plot canvas').first().waitFor();
    const bottoms = await page
      .locator('.overview__column > :last-child')
      .evaluateAll((panels) => panels.map((panel) => Math.round(panel.getBoundingClientRect().bottom)));
    expect(bottoms).toHaveLength(2);
    expect(bottoms[0]).toBe(bottoms[1]);
  });

  it('has the same numbers in the legend as in the filters of the list', async () => {
    const answerOf = (name: string) =>
      page.waitForResponse((response) => new URL(response.url()).pathname.endsWith(`/api/v1/${name}`));
    const [histogram, facets] = await Promise.all([
      answerOf('histogram'),
      answerOf('facets'),
      page.goto(`${base}alerts?from=2020-01-01T00:00:30Z&until=${new Date(Date.now() - 3_600_000).toISOString()}`),
    ]);
    const { series } = histogramAnswer.parse(await histogram.json());
    const { facets: counted } = facetsAnswer.parse(await facets.json());
    const byPriority = counted.find(({ dimension }) => dimension === 'priority');
    const totals = series.map(({ priority, total }) => ({ value: priority, count: total }));
    expect(totals.length).toBeGreaterThan(3);
    expect(totals.slice(0, byPriority?.values.length)).toEqual(byPriority?.values);
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
