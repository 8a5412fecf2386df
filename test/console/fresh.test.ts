import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../faults/program.ts';
import { accessibilityFindings, chromiumPath, Visitor } from './browser.ts';
import { postAlerts } from './post-alerts.ts';

describe.skipIf(chromiumPath === undefined)('the overview of a journal that has just begun', () => {
  let folder: string;
  let program: Program;
  let visitor: Visitor;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-fresh-'));
    program = await Program.onFreePorts(folder, '', { environment: { CONSOLE_AUTH: 'none' } });
    await program.start();
    await postAlerts(program.url, 60);
    visitor = await Visitor.start();
  });
  afterAll(async () => {
    await visitor[Symbol.asyncDispose]();
    await program.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it.for(['light', 'dark'] as const)('says calmly that it does not know yet what is usual, %s', async (theme) => {
    const page = await visitor.page({ theme });
    await page.goto(new URL('/', program.api).href);
    const panel = page.getByRole('region', { name: 'Needs attention' });
    await panel.getByText('when it is known what is usual here').waitFor();
    await panel.getByRole('link', { name: /^\d+ open groups$/ }).waitFor();
    expect(await panel.getByText('Triage').count()).toBeLessThan(4);
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('has nothing to complain of', () => expect(visitor.complaints).toEqual([]));
});
