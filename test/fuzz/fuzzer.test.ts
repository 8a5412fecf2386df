import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

it('finds a bug behind five conditions, shortens its input, and replays it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-fuzz-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(await fuzz('planted', '--until-failure', '--seed', '1', '--seconds', '100', '--corpus', folder)).toBe(1);

  const crashes = path.join(folder, 'planted', 'crashes');
  const files = readdirSync(crashes).map((name) => path.join(crashes, name));
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['falco']);
  expect(await fuzz('planted', '--replay', files[0] ?? '')).toBe(1);
}, 120_000);

it('says how it is used', async () => {
  expect(await fuzz('--help')).toBe(0);
  expect(await fuzz('nonesuch')).toBe(64);
});

/** In a process of its own, whose coverage nobody else reads. */
async function fuzz(...parameters: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [main, ...parameters], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.exitCode;
}
