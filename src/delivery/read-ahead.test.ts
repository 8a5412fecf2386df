import { expect, it } from 'vitest';
import { started } from './testing/started.ts';

it('holds few alerts of an output that does not answer, where they are large', async () => {
  const { append, clock, journal } = await started(() => new Promise(() => {}), {}, { maxAheadBytes: 1 });
  const read = journal.read.bind(journal);
  let alertsRead = 0;
  journal.read = async (lane, after) => {
    const entries = await read(lane, after, 1);
    alertsRead += entries.length;
    return entries;
  };
  append(20);
  await clock.advance(1000);
  // One is under way; of those that wait, one is to be sent next, and one to be tried while that keeps failing.
  expect(alertsRead).toBe(3);
});
