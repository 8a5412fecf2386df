import path from 'node:path';
import { z } from 'zod';
import { cores, outputOf, start } from './processes.ts';

const floor = z.strictObject({ p50Ms: z.number(), p99Ms: z.number() });

/** What the disk under the journals can do, from the subject's core; without a rate as fast as it can. */
export async function fdatasync(
  folder: string,
  seconds: number,
  rate?: number,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const script = path.join(import.meta.dirname, '../limits/fdatasync.ts');
  const words = [process.execPath, script, folder, String(seconds), ...(rate === undefined ? [] : [String(rate)])];
  return floor.parse(JSON.parse(await outputOf(start({ core: cores.subject, words, stdout: 'pipe' }))));
}
