import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';

const built = path.join(import.meta.dirname, '../../dist/console');
const maxInitialBytes = 180_000;

beforeAll(async () => {
  await import('../../ui/build-if-changed.ts');
});

/** A script with all that it imports before it runs. */
function initialScripts(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, name = ''] of code.matchAll(/(?:from|import)"(\.\/[^"]+\.js)"/g)) {
    initialScripts(path.join(path.dirname(file), name), seen);
  }
  return seen;
}

it('needs little JavaScript before the first page shows', () => {
  const html = readFileSync(path.join(built, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script[^>]+src="\.\/([^"]+)"/g)].flatMap(([, name = '']) => [
    ...initialScripts(path.join(built, name)),
  ]);
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  expect(scripts.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThan(maxInitialBytes);
});

it('asks nobody else for anything', () => {
  const html = readFileSync(path.join(built, 'index.html'), 'utf8');
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(html).not.toMatch(/<script(?![^>]+src=)/);
});
