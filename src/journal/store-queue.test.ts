import { expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { silentLog, type JournalLog } from './journal-log.ts';
import { Persistence } from './persistence.ts';
import type { Batch, OperationResult } from './sqlite/calls.ts';
import { StorageError } from './sqlite/failure.ts';
import { defaultStoreLimits, StoreQueue, type StoreLimits } from './store-queue.ts';
import { eventually } from './testing/eventually.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';
import { storedRecords } from './testing/stored-records.ts';

const retire = { kind: 'retireOutput', output: 'a', atMs: 0 } as const;
const settle = { kind: 'settle', settlement: { output: 'a', lane: 'normal', cursor: 1 } } as const;
const never = { flushWithinMs: 1e9 };

/** A database whose commits the test decides upon. */
function setUp(
  commit: (batch: Batch) => Promise<readonly OperationResult[]>,
  changed: Partial<StoreLimits> = {},
  log: JournalLog = silentLog,
) {
  const batches: Batch[] = [];
  const stored: number[] = [];
  const flushed: number[] = [];
  const repaired: unknown[] = [];
  const persistence = new Persistence({ clock: systemClock, log: silentLog, what: 'It', closeWithinMs: 50 });
  const store = new StoreQueue({
    commit: (batch) => {
      batches.push(batch);
      return commit(batch);
    },
    repair: async (error) => void repaired.push(error),
    onStored: (seq) => stored.push(seq),
    onFlushed: (seq) => flushed.push(seq),
    persistence,
    limits: { ...defaultStoreLimits, ...changed },
    clock: systemClock,
    log,
    lastBatch: 7,
  });
  return { store, persistence, batches, stored, flushed, repaired };
}

const done = async ({ operations }: Batch) => operations.map(() => ({}));
const full = () => new StorageError('database or disk is full', 'retry');
const shapes = (batches: readonly Batch[]) =>
  batches.map(({ number, records, operations, flush }) => [number, records.length, operations.length, flush]);

it('lets alerts gather, until somebody asks for them', async () => {
  const { store, batches, stored } = setUp(done, never);
  store.put(storedRecords(1, sampleAlerts(2)));
  store.put(storedRecords(3, sampleAlerts(2)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(batches).toEqual([]);
  await store.stored();
  expect(shapes(batches)).toEqual([[8, 1, 0, false]]);
  expect(batches[0]?.records).toMatchObject([{ firstSeq: 1, lastSeq: 4 }]);
  expect(stored).toEqual([4]);
  await store.close();
});

it('stores many alerts at once without being asked, and flushes them in time', async () => {
  const many = setUp(done, { ...never, gatherBytes: 1 });
  many.store.put(storedRecords(1, sampleAlerts(2)));
  await eventually(() => expect(many.stored).toEqual([2]));
  await many.store.close();
  const few = setUp(done, { flushWithinMs: 5 });
  few.store.put(storedRecords(1, sampleAlerts(2)));
  await eventually(() => expect(few.flushed).toEqual([2]));
  await few.store.close();
});

it('stores a settlement at once, with the alerts before it, and flushes it later', async () => {
  const { store, batches, flushed } = setUp(done, never);
  store.put(storedRecords(1, sampleAlerts(1)));
  await store.apply(settle);
  expect(shapes(batches)).toEqual([[8, 1, 1, false]]);
  expect(flushed).toEqual([]);
  await store.close();
  expect(shapes(batches).slice(1)).toEqual([[9, 0, 0, true]]);
  expect(flushed).toEqual([1]);
});

it('has what an operator decides on the disk before it answers', async () => {
  const { store, batches } = setUp(done, never);
  await store.apply(retire);
  expect(shapes(batches)).toEqual([[8, 0, 1, true]]);
});

it('has that on the disk also when many alerts before it make several batches', async () => {
  const { store, batches } = setUp(done, { ...never, maxBatchBytes: 1 });
  for (const seq of [1, 2, 3]) store.put(storedRecords(seq, sampleAlerts(1)));
  await store.apply(retire);
  expect(batches.at(-1)).toMatchObject({ operations: [retire], flush: true });
});

it('tries again with the same batch, and has a damaged file repaired', async () => {
  const answers = [full(), new StorageError('database disk image is malformed', 'repair')];
  const { store, batches, repaired } = setUp(async (batch) => {
    const failure = answers.shift();
    if (failure) throw failure;
    return done(batch);
  });
  await store.apply(settle);
  expect(batches.map(({ number }) => number)).toEqual([8, 8, 8]);
  expect(repaired).toHaveLength(2);
});

it('refuses only what cannot be written', async () => {
  const { store } = setUp(async (batch) => {
    if (batch.operations.some(({ kind }) => kind === 'retireOutput')) throw new StorageError('too big', 'none');
    return done(batch);
  });
  const first = store.apply(settle);
  const refused = store.apply(retire);
  await expect(refused).rejects.toThrow('The journal could not be written: too big');
  expect(await first).toEqual({});
});

it('gives each operation its own result', async () => {
  const { store } = setUp(async () => [{ refused: 'no' }, { nextId: 5 }]);
  const first = store.apply(settle);
  store.put(storedRecords(1, sampleAlerts(1)));
  const second = store.apply(settle);
  expect(await Promise.all([first, second])).toEqual([{ refused: 'no' }, { nextId: 5 }]);
});

it('has no room while too much is not flushed, but answers questions when it cannot write', async () => {
  let isBroken = true;
  const { store, persistence } = setUp(
    async (batch) => {
      if (isBroken) throw full();
      return done(batch);
    },
    { maxUnflushedBytes: 1 },
  );
  store.put(storedRecords(1, sampleAlerts(1)));
  const room = store.room();
  expect(room).toBeDefined();
  await store.stored();
  expect(persistence.trouble).toBe('database or disk is full');
  isBroken = false;
  await room;
  expect(store.room()).toBeUndefined();
});

it('leaves in the log what cannot be written in time when it closes', async () => {
  const { store, persistence } = setUp(async () => {
    throw full();
  });
  store.put(storedRecords(1, sampleAlerts(1)));
  const settling = store.apply(settle);
  persistence.close();
  await expect(settling).rejects.toThrow('could not be written: database or disk is full');
  await store.close();
});

it('stores nothing after what it left in the log, since the next start goes on after the newest stored', async () => {
  const left: object[] = [];
  const log = {
    ...silentLog,
    error: (details: object, message: string) => message.includes('stay') && left.push(details),
  };
  const commit = async (batch: Batch) => {
    if (left.length === 0) throw full();
    return done(batch);
  };
  const { store, persistence, batches, flushed } = setUp(commit, { maxBatchBytes: 1 }, log);
  store.put(storedRecords(1, sampleAlerts(1)));
  store.put(storedRecords(2, sampleAlerts(1)));
  persistence.close();
  await store.close();
  expect(left).toMatchObject([{ firstSeq: 1 }, { firstSeq: 2 }]);
  expect(batches.flatMap(({ records }) => records.map(({ firstSeq }) => firstSeq))).not.toContain(2);
  expect(flushed).toEqual([]);
});
