import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';

/**
 * Journals that earlier formats left behind, each with a list of what is in it. They were written by the program of that
 * time under `kill -9`, so that what SQLite had not moved into its database yet stands beside it. Two outputs: `down`
 * never got anything; `healthy` got all but one alert that is a dead letter, one that is set aside, and the suppressed.
 */
const folder = path.join(import.meta.dirname, 'journals');

const contents = z.object({
  alerts: z.array(
    z.object({
      seq: z.number(),
      lane: z.enum(['urgent', 'normal']),
      receivedAtMs: z.number(),
      json: z.string(),
      unknown: z.record(z.string(), z.json()),
    }),
  ),
  ledger: z.array(z.looseObject({ output: z.string(), received: z.number(), owed: z.number() })),
  deadLetters: z.array(z.looseObject({ output: z.string(), seq: z.number(), reason: z.string() })),
  setAside: z.array(z.looseObject({ seq: z.number(), attempts: z.number() })),
});

export type JournalContents = z.output<typeof contents>;

/** `v1` and so on. */
export function formerFormats(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** Copies the journal of a format into a folder; returns what must be in it. */
export function layOut(format: string, target: string): JournalContents {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(path.join(folder, format))) {
    const bytes = brotliDecompressSync(readFileSync(path.join(folder, format, name)));
    writeFileSync(path.join(target, path.basename(name, '.br')), bytes, { mode: 0o600 });
  }
  return contents.parse(JSON.parse(readFileSync(path.join(folder, `${format}.json`), 'utf8')));
}
