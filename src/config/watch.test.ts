import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { watchSources, type SourceWatch } from './watch.ts';

let folder: string;
let watch: SourceWatch | undefined;
let changes: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-watch-'));
  changes = 0;
});

afterEach(() => {
  watch?.close();
  rmSync(folder, { recursive: true });
});

async function watching(...names: string[]): Promise<void> {
  watch = watchSources(
    names.map((name) => path.join(folder, name)),
    () => changes++,
    {
      clock: systemClock,
      settleMs: 20,
      pollMs: 200,
    },
  );
  await watch.started;
}

const changed = (count: number) => vi.waitFor(() => expect(changes).toBe(count), { timeout: 10_000 });

it('sees a file that is written, replaced, removed and made again', async () => {
  const file = path.join(folder, 'a.yaml');
  writeFileSync(file, '1');
  await watching('a.yaml');
  writeFileSync(file, '22');
  await changed(1);
  writeFileSync(`${file}.new`, '333');
  renameSync(`${file}.new`, file);
  await changed(2);
  rmSync(file);
  await changed(3);
  writeFileSync(file, '1');
  await changed(4);
});

it('sees the swap by which Kubernetes changes all files of a volume at once', async () => {
  for (const version of ['1', '2']) {
    mkdirSync(path.join(folder, version));
    for (const name of ['a', 'b']) writeFileSync(path.join(folder, version, name), version);
  }
  symlinkSync('1', path.join(folder, '..data'));
  for (const name of ['a', 'b']) symlinkSync(path.join('..data', name), path.join(folder, name));
  await watching('a', 'b');
  symlinkSync('2', path.join(folder, '..data_tmp'));
  renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
  await changed(1);
});

it('waits for a folder that does not exist yet, and ignores other files', async () => {
  await watching('later/a.yaml');
  writeFileSync(path.join(folder, 'other'), '1');
  mkdirSync(path.join(folder, 'later'));
  writeFileSync(path.join(folder, 'later/other'), '1');
  await systemClock.sleep(300);
  expect(changes).toBe(0);
  writeFileSync(path.join(folder, 'later/a.yaml'), '1');
  await changed(1);
});

it('says nothing once it is closed', async () => {
  writeFileSync(path.join(folder, 'a'), '1');
  await watching('a');
  watch?.close();
  writeFileSync(path.join(folder, 'a'), '22');
  await systemClock.sleep(300);
  expect(changes).toBe(0);
});

it('sees files that come into a folder, and go', async () => {
  mkdirSync(path.join(folder, 'rules.d'));
  await watching('rules.d');
  writeFileSync(path.join(folder, 'rules.d', 'a.yaml'), '1');
  await changed(1);
  rmSync(path.join(folder, 'rules.d', 'a.yaml'));
  await changed(2);
});
