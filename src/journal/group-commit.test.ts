import { expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { GroupCommit, type CommitLimits } from './group-commit.ts';
import type { Entry } from './journal.ts';
import { silentLog } from './journal-log.ts';
import type { Batch, OperationResult } from './sqlite/calls.ts';
import { StorageError } from './sqlite/failure.ts';
import { eventually } from './testing/eventually.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';

const limits: CommitLimits = { maxBatchAlerts: 10, maxBatchBytes: 1e9, maxPendingBytes: 1e9, closeWithinMs: 50 };
const retire = { kind: 'retireOutput', output: 'a', atMs: 0 } as const;

/** An engine whose commits the test decides upon. */
function setUp(commit: (batch: Batch) => Promise<readonly OperationResult[]>, changed: Partial<CommitLimits> = {}) {
  const batches: Batch[] = [];
  const durable: Entry[] = [];
  let repairs = 0;
  const commits = new GroupCommit({
    commit: (batch) => {
      batches.push(batch);
      return commit(batch);
    },
    repair: async () => void repairs++,
    onDurable: (entries) => durable.push(...entries),
    limits: { ...limits, ...changed },
    clock: systemClock,
    log: silentLog,
    lastSeq: 100,
    lastBatch: 7,
  });
  return { commits, batches, durable, repairs: () => repairs };
}

const full = () => new StorageError('database or disk is full', 'retry');
const sizes = (batches: readonly Batch[]) => batches.map(({ append }) => append?.json.length ?? 0);
const done = async ({ operations }: Batch) => operations.map(() => ({}));

it('puts calls that come together into one commit, and others into the next, within its limits', async () => {
  const { commits, batches } = setUp(done);
  const first = [commits.append(sampleAlerts(4)), commits.append(sampleAlerts(4)), commits.append(sampleAlerts(4))];
  await Promise.all(first);
  await commits.append(sampleAlerts(25));
  expect(sizes(batches)).toEqual([8, 4, 25]);
  expect(batches.map(({ number, append }) => [number, append?.firstSeq])).toEqual([
    [8, 101],
    [9, 109],
    [10, 113],
  ]);
});

it('acknowledges nothing before the commit, and tries again with the same batch', async () => {
  const answers = [full, full];
  const { commits, batches, durable } = setUp(async (batch) => {
    const failure = answers.shift();
    if (failure) throw failure();
    return done(batch);
  });
  const appending = commits.append(sampleAlerts(1));
  await eventually(() => expect(commits.trouble).toBe('database or disk is full'));
  expect(durable).toEqual([]);
  const entries = await appending;
  expect(durable).toEqual(entries);
  expect(batches.map(({ number }) => number)).toEqual([8, 8, 8]);
  expect(commits.trouble).toBeUndefined();
});

it('has a damaged file repaired before it tries again', async () => {
  const answers = [new StorageError('database disk image is malformed', 'repair')];
  const { commits, repairs } = setUp(async (batch) => {
    const failure = answers.shift();
    if (failure) throw failure;
    return done(batch);
  });
  await commits.append(sampleAlerts(1));
  expect(repairs()).toBe(1);
});

it('refuses only what cannot be written', async () => {
  const { commits } = setUp(async (batch) => {
    if (batch.operations.length > 0) throw new StorageError('string or blob too big', 'none');
    return done(batch);
  });
  const appending = commits.append(sampleAlerts(1));
  const refused = commits.apply(retire);
  const next = commits.append(sampleAlerts(1));
  await expect(refused).rejects.toThrow('The journal could not be written: string or blob too big');
  expect((await appending)[0]?.seq).toBe(101);
  expect((await next)[0]?.seq).toBe(102);
});

it('lets only so much wait, but never refuses the first', async () => {
  const blocked = Promise.withResolvers<readonly OperationResult[]>();
  const { commits } = setUp(() => blocked.promise, { maxPendingBytes: 10 });
  const first = commits.append(sampleAlerts(1));
  await expect(commits.append(sampleAlerts(1))).rejects.toMatchObject({ kind: 'overloaded' });
  blocked.resolve([]);
  expect((await first)[0]?.seq).toBe(101);
  expect((await commits.append(sampleAlerts(1)))[0]?.seq).toBe(102);
});

it('gives each operation its own result', async () => {
  const { commits } = setUp(async () => [{ refused: 'no' }, { nextId: 5 }]);
  const first = commits.apply(retire);
  const appending = commits.append(sampleAlerts(1));
  const second = commits.apply(retire);
  expect(await Promise.all([first, second])).toEqual([{ refused: 'no' }, { nextId: 5 }]);
  await appending;
});

it('gives up what cannot be written in time when it closes', async () => {
  const { commits } = setUp(async () => {
    throw full();
  });
  const appending = commits.append(sampleAlerts(1));
  const closing = commits.close();
  await expect(appending).rejects.toThrow('could not be written: database or disk is full');
  await closing;
  await expect(commits.append(sampleAlerts(1))).rejects.toMatchObject({ kind: 'closed' });
});
