import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program, until } from '../faults/program.ts';
import { accessibilityFindings, chromiumPath, Visitor } from './browser.ts';
import { postAlerts } from './post-alerts.ts';

const password = 'correct horse battery staple';

/** In the order of somebody's first day: each test goes on from the one before. */
describe.skipIf(chromiumPath === undefined)('a console with accounts', () => {
  let folder: string;
  let server: Program;
  let base: string;
  let visitor: Visitor;
  let admin: Page;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-login-'));
    server = await Program.onFreePorts(
      folder,
      `outputs: [{ type: webhook, name: archive, address: 'http://127.0.0.1:9/' }]\n`,
    );
    await server.start();
    base = new URL('/', server.api).href;
    await postAlerts(server.url, 30);
    visitor = await Visitor.start();
    admin = await visitor.page();
  });
  afterAll(async () => {
    await visitor[Symbol.asyncDispose]();
    await server.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function signIn(page: Page, login: string, secret = password): Promise<void> {
    await page.getByLabel('Name', { exact: true }).fill(login);
    await page.getByLabel('Password', { exact: true }).fill(secret);
    await page.keyboard.press('Enter');
  }

  async function addUser(login: string, role: string): Promise<void> {
    await admin.goto(`${base}settings?tab=users`);
    await admin.getByRole('button', { name: 'Add a user' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Login').fill(login);
    await dialog.getByLabel('Role').selectOption(role);
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await admin.getByRole('cell', { name: login }).first().waitFor();
  }

  it('makes the first user, an admin, by the link in the log', async () => {
    const printed = /http:\/\/127\.0\.0\.1:\d+\/first#[\w-]+/;
    await until(() => printed.test(server.log), 'the link in the log');
    await admin.goto(printed.exec(server.log)?.[0] ?? '');
    expect(await accessibilityFindings(admin)).toEqual([]);
    await admin.getByLabel('Password', { exact: true }).fill(password);
    await admin.getByLabel('Password, again').fill(password);
    await admin.getByRole('button', { name: 'Make the user and sign in' }).click();
    await admin.getByRole('heading', { name: 'Overview' }).waitFor();
    await admin.getByText('Admin', { exact: true }).first().waitFor();
  });

  it('does not make a second one by it', async () => {
    const page = await visitor.page();
    await page.goto(/http:\S+\/first#[\w-]+/.exec(server.log)?.[0] ?? '');
    await page.getByRole('heading', { name: 'There are users already' }).waitFor();
  });

  it('keeps nothing secret where scripts can read it', async () => {
    const kept = await admin.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
    expect(kept).not.toContain(password);
    const cookies = await admin.context().cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const { name, httpOnly, sameSite } of cookies)
      expect({ name, httpOnly, sameSite }).toEqual({
        name,
        httpOnly: true,
        sameSite: expect.stringMatching(/Lax|Strict/),
      });
  });

  it('lets only those in who know the password, slowly, and leads where they wanted', async () => {
    await addUser('vera', 'Viewer');
    const page = await visitor.page();
    await page.goto(`${base}alerts?q=priority%3E%3Dwarning`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, 'vera', 'not her password');
    await page.getByText('The name or the password is wrong').waitFor();
    await signIn(page, 'vera');
    await page.waitForURL((url) => url.pathname === '/alerts' && url.searchParams.get('q') === 'priority>=warning');
    await page.context().close();
  });

  it('shows a viewer what only others may press', async () => {
    const page = await visitor.page();
    await page.goto(`${base}outputs`);
    await signIn(page, 'vera');
    const test = page.getByRole('button', { name: 'Test' });
    await test.waitFor();
    expect(await test.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
    await page.goto(`${base}settings?tab=users`);
    await page.getByRole('tab', { name: 'This Tiercel' }).waitFor();
    expect(await page.getByRole('tab', { name: 'Users' }).count()).toBe(0);
    await page.goto(`${base}groups`);
    await page.locator('tbody tr[aria-rowindex]').first().click();
    await page.locator('.group-detail__facts').waitFor();
    expect(await page.getByRole('button', { name: /^Acknowledge/ }).count()).toBe(0);
    await page.context().close();
  });

  it('lets a responder take a group with m, and sign out', async () => {
    await addUser('rosa', 'Responder');
    const page = await visitor.page();
    await page.goto(`${base}groups`);
    await signIn(page, 'rosa');
    await page.locator('tbody tr[aria-rowindex]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('m');
    await page.getByText('1 group assigned to rosa').waitFor();
    await page.getByRole('button', { name: 'Account and theme' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const answer = await page.request.get(`${base}api/v1/groups`);
    expect(answer.status()).toBe(401);
    await page.context().close();
  });

  it('makes a token that asks the API, and revokes it', async () => {
    await admin.goto(`${base}settings?tab=tokens`);
    await admin.getByRole('button', { name: 'Make a token' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name').fill('reports');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const text =
      (await dialog
        .getByText(/Bearer/)
        .first()
        .textContent()) ?? '';
    const authorization = /Bearer \S+/.exec(text)?.[0] ?? '';
    await dialog.getByRole('button', { name: 'I have it' }).click();
    const ask = async () => (await fetch(`${base}api/v1/alerts`, { headers: { authorization } })).status;
    expect(await ask()).toBe(200);
    await admin.getByRole('button', { name: 'Revoke reports' }).click();
    await admin.getByText('Token “reports” revoked').waitFor();
    expect(await ask()).toBe(401);
  });

  it('makes guessing slow, and says how long to wait', async () => {
    const page = await visitor.page();
    await page.goto(`${base}login`);
    const tooMany = page.getByText('Too many attempts');
    for (let guess = 0; guess < 8 && !(await tooMany.isVisible()); guess++) {
      await signIn(page, 'rosa', `guess ${guess}`);
      // The field is empty again when the answer is shown.
      await expect.poll(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    }
    await tooMany.waitFor();
    await page.getByText(/Wait \d+ s/).waitFor();
    await page.context().close();
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
