import { parseArgs } from 'node:util';
import { seedJournal } from './seed-journal.ts';

/** For whoever wants to look at the console with more than the demonstration has. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    hours: { type: 'string', default: '24' },
    until: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const [path] = positionals;
if (values.help || path === undefined) {
  process.stdout.write(
    'Usage: node test/console/seed.ts FOLDER [--count 100000] [--hours 24] [--until 2026-01-31T12:00:00Z]\n',
  );
} else {
  const count = Number(values.count);
  const nowMs = values.until === undefined ? Date.now() : Date.parse(values.until);
  const onProgress = (done: number) => (done % 10_000 === 0 || done === count) && process.stderr.write(progress(done));
  const progress = (done: number) => `\r${done} of ${count} alerts`;
  await seedJournal({ path, count, spanMs: Number(values.hours) * 3_600_000, nowMs, onProgress });
  process.stderr.write('\n');
}
