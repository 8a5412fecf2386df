import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Context } from '../harness/measure.ts';
import { cores, start } from './processes.ts';

/** A journal with a day of a fleet's alerts, in `journal` of this folder. */
export interface StoredAlerts {
  readonly folder: string;
  readonly count: number;
  /** The moment after the last of them. */
  readonly untilMs: number;
}

const seeded = z.object({ untilMs: z.number() });
const script = path.join(import.meta.dirname, '../../test/console/seed.ts');
/** Attention is about the last hours, and would find nothing in an older journal. */
const usableForMs = 3 * 3_600_000;

/** Seeds a journal on both cores, which says how far it is, or takes the one that an earlier run left. */
export async function storedAlerts({ sizes, program }: Context, count: number): Promise<StoredAlerts> {
  const folder = path.join(sizes.consoleFolder ?? program.folder, `alerts-${count}`);
  const note = path.join(folder, 'seeded.json');
  if (existsSync(note)) {
    const { untilMs } = seeded.parse(JSON.parse(readFileSync(note, 'utf8')));
    if (Date.now() - untilMs < usableForMs) return { folder, count, untilMs };
    process.stderr.write(`The journal with ${count} alerts is too old for this run, and is seeded again\n`);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const untilMs = Date.now();
  const when = ['--count', String(count), '--until', new Date(untilMs).toISOString()];
  const child = start({ core: cores.both, words: [process.execPath, script, path.join(folder, 'journal'), ...when] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Seeding ${count} alerts failed; it said why on standard error`);
  writeFileSync(note, JSON.stringify({ untilMs }));
  return { folder, count, untilMs };
}
