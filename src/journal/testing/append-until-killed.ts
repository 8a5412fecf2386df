import { writeSync } from 'node:fs';
import { systemClock } from '#kit/clock.ts';
import { openSqliteJournal } from '../sqlite-journal.ts';
import { sampleAlerts } from './sample-alerts.ts';

/** A process that appends and settles without end, and prints the number of each alert once it was acknowledged. */
const [, , path = ''] = process.argv;
const lane = 'normal';
const journal = await openSqliteJournal({ path, durability: 'disk', clock: systemClock });
let { normal: cursor } = (await journal.openOutput('slack')).cursors;
writeSync(1, 'ready\n');

await Promise.all([...Array.from({ length: 8 }, () => appendForEver()), settleForEver()]);

async function appendForEver(): Promise<never> {
  for (;;) {
    const entries = await journal.append(sampleAlerts(2));
    writeSync(1, entries.map(({ seq }) => `kept ${seq}\n`).join(''));
  }
}

async function settleForEver(): Promise<never> {
  for (;;) {
    const seqs = (await journal.read(lane, cursor, 100)).map(({ seq }) => seq);
    cursor = seqs.at(-1) ?? cursor;
    await journal.settle({ output: 'slack', lane, cursor, delivered: [{ seqs, atMs: 1, attempts: 1, latencyMs: 1 }] });
    writeSync(1, `settled ${cursor}\n`);
  }
}
