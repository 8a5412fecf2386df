import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { chromiumPath, Visitor } from './browser.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';

describe.skipIf(!hasBrowser)('the outputs page', () => {
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

  const card = (name: string) =>
    page
      .getByRole('list', { name: 'Outputs' })
      .locator('> li')
      .filter({ has: page.getByRole('link', { name, exact: true }) });

  it('tests an output that is well, and one that refuses, with its answer', async () => {
    await page.goto(`${base}outputs`);
    await card('archive').getByRole('button', { name: 'Test' }).click();
    await card('archive').getByText('Test alert delivered').waitFor();
    await card('soar').getByRole('button', { name: 'Test' }).click();
    await card('soar').getByRole('status').getByText('not found').first().waitFor();
  });

  it('pauses and resumes', async () => {
    await page.goto(`${base}outputs`);
    await card('search').getByRole('button', { name: 'Pause' }).click();
    await card('search').getByText('Paused').first().waitFor();
    await page.reload();
    await card('search').getByRole('button', { name: 'Resume' }).click();
    await card('search').getByRole('button', { name: 'Pause' }).waitFor();
  });

  it('shows the message and the YAML of an output that is not configured yet, and what is wrong with it', async () => {
    await page.goto(`${base}outputs?add=webhook`);
    const address = page.getByLabel('address', { exact: false }).first();
    await address.fill('https://hook.example.com/falco');
    const preview = page.locator('.output-form__preview');
    await preview.getByText('https://hook.example.com/falco').first().waitFor();
    await preview.getByText('as it is sent').waitFor();
    await address.fill('no address');
    await preview.getByText('address').first().waitFor();
    await page.locator('.output-form__preview .notice').first().waitFor();
  });

  it('drops a dead letter only when it is said twice, and sends the others again', async () => {
    await page.goto(`${base}dead-letters`);
    const list = page.locator('table.dead-letters');
    await list.waitFor();
    const total = async () => {
      const text = (await page.getByText(/\d+ alerts? that an output refused/).textContent()) ?? '';
      return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
    };
    const before = await total();
    await list.locator('tbody').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Drop…' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This cannot be undone').waitFor();
    await dialog.getByRole('button', { name: 'Keep' }).click();
    expect(await total()).toBe(before);
    await list.locator('tbody').getByRole('checkbox').first().check();
    await page.locator('.panel', { has: list }).getByRole('button', { name: 'Drop…' }).click();
    await dialog.getByRole('button', { name: /^Drop 1 dead letter/ }).click();
    await page.getByText('1 dead letter dropped').waitFor();
    await page.getByText(`${(before - 1).toLocaleString('en-GB')} alerts that an output refused`).waitFor();
    await page
      .getByRole('button', { name: /^Send all/ })
      .first()
      .click();
    await page.getByText('given back to be sent').waitFor();
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
