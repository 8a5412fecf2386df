import { parseArgs } from 'node:util';
import { seedJournal } from './seed-journal.ts';

/** For whoever wants to look at the console with more than the demonstration has. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    hours: { type: 'string', default: '24' },
    help: { type: 'boolean' },
  },
});
const [path] = positionals;
if (values.help || path === undefined) {
  process.stdout.write('Usage: node test/console/seed.ts FOLDER [--count 100000] [--hours 24]\n');
} else {
  const count = Number(values.count);
  const onProgress = (done: number) => done % 10_000 === 0 && process.stderr.write(`\r${done} of ${count}`);
  await seedJournal({ path, count, spanMs: Number(values.hours) * 3_600_000, nowMs: Date.now(), onProgress });
  process.stderr.write('\n');
}
