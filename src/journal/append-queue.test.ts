import { expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { decodeRecords } from './append-log/records.ts';
import { AppendQueue, defaultAppendLimits, type AppendLimits } from './append-queue.ts';
import type { Entry } from './journal.ts';
import { silentLog } from './journal-log.ts';
import { Persistence } from './persistence.ts';
import type { StoredRecords } from './sqlite/calls.ts';
import { StorageError } from './sqlite/failure.ts';
import { eventually } from './testing/eventually.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';

interface Write {
  readonly firstSeq: number;
  readonly count: number;
}

/** A queue whose writes the test decides upon. */
function setUp(
  write: ((write: Write) => Promise<void>) | undefined,
  changed: Partial<AppendLimits> = {},
  room: () => Promise<void> | undefined = () => undefined,
) {
  const writes: Write[] = [];
  const durable: Entry[] = [];
  const stored: StoredRecords[] = [];
  const persistence = new Persistence({ clock: systemClock, log: silentLog, what: 'The log', closeWithinMs: 50 });
  const appends = new AppendQueue({
    write:
      write &&
      (async (_, firstSeq, count) => {
        writes.push({ firstSeq, count });
        await write({ firstSeq, count });
      }),
    onDurable: (entries, records) => {
      durable.push(...entries);
      stored.push(records);
    },
    room,
    trouble: () => persistence.trouble,
    persistence,
    limits: { ...defaultAppendLimits, maxBatchAlerts: 10, ...changed },
    clock: systemClock,
    lastSeq: 100,
  });
  return { appends, persistence, writes, durable, stored };
}

const done = async () => {};
const full = () => new StorageError('no space left on device', 'retry');

it('puts calls that come together into one write, and others into the next, within its limits', async () => {
  const { appends, writes, stored } = setUp(done);
  await Promise.all([4, 4, 4].map((count) => appends.append(sampleAlerts(count))));
  await appends.append(sampleAlerts(25));
  expect(writes).toEqual([
    { firstSeq: 101, count: 8 },
    { firstSeq: 109, count: 4 },
    { firstSeq: 113, count: 25 },
  ]);
  expect(stored.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
    [101, 108],
    [109, 112],
    [113, 137],
  ]);
  expect(stored.map(({ bytes }) => decodeRecords(bytes).length)).toEqual([8, 4, 25]);
});

it('acknowledges nothing before the write, and tries again with the same alerts', async () => {
  const answers = [full, full];
  const { appends, persistence, writes, durable } = setUp(async () => {
    const failure = answers.shift();
    if (failure) throw failure();
  });
  const appending = appends.append(sampleAlerts(2));
  await eventually(() => expect(persistence.trouble).toBe('no space left on device'));
  expect(durable).toEqual([]);
  const entries = await appending;
  expect(durable).toEqual(entries);
  expect(writes).toEqual(Array.from({ length: 3 }, () => ({ firstSeq: 101, count: 2 })));
  expect(persistence.trouble).toBeUndefined();
});

it('lets only so much wait, but never refuses the first', async () => {
  const blocked = Promise.withResolvers<void>();
  const { appends } = setUp(() => blocked.promise, { maxPendingBytes: 10 });
  const first = appends.append(sampleAlerts(1));
  await expect(appends.append(sampleAlerts(1))).rejects.toMatchObject({ kind: 'overloaded' });
  blocked.resolve();
  expect((await first)[0]?.seq).toBe(101);
  expect((await appends.append(sampleAlerts(1)))[0]?.seq).toBe(102);
});

it('waits while the database is too far behind', async () => {
  const behind = Promise.withResolvers<void>();
  let isBehind = true;
  const { appends, writes } = setUp(done, {}, () => (isBehind ? behind.promise : undefined));
  const appending = appends.append(sampleAlerts(1));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(writes).toEqual([]);
  isBehind = false;
  behind.resolve();
  await appending;
  expect(writes).toHaveLength(1);
});

it('acknowledges at once where nothing lasts', async () => {
  const { appends, stored } = setUp(undefined);
  expect((await appends.append(sampleAlerts(3))).map(({ seq }) => seq)).toEqual([101, 102, 103]);
  expect(stored).toHaveLength(1);
});

it('gives up what cannot be written in time when it closes', async () => {
  const { appends } = setUp(async () => {
    throw full();
  });
  const appending = appends.append(sampleAlerts(1));
  const closing = appends.close();
  await expect(appending).rejects.toThrow('could not be written: no space left on device');
  await closing;
  await expect(appends.append(sampleAlerts(1))).rejects.toMatchObject({ kind: 'closed' });
});

it('writes nothing after what it gave up, so that the numbers have no gap', async () => {
  let isFull = true;
  const { appends, writes } = setUp(
    async () => {
      if (isFull) throw full();
    },
    { maxBatchAlerts: 1 },
  );
  const [first, second] = [appends.append(sampleAlerts(1)), appends.append(sampleAlerts(1))];
  const refused = first.catch(() => (isFull = false));
  const closing = appends.close();
  await expect(second).rejects.toThrow('could not be written');
  await Promise.all([refused, closing]);
  expect(writes.map(({ firstSeq }) => firstSeq)).not.toContain(102);
});
