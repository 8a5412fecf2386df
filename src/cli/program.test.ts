import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

it('sets no flag that V8 does not know', () => {
  const source = readFileSync(path.join(import.meta.dirname, 'program.ts'), 'utf8');
  const flags = [...source.matchAll(/setFlagsFromString\('--no-([a-z-]+)'\)/g)].map(([, flag]) => flag);
  expect(flags).not.toEqual([]);
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const flag of flags) expect(stdout).toContain(`--${flag} `);
});
