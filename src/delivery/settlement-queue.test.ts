import { expect, it } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import type { Settlement } from '#journal/journal.ts';
import { noOutcomes } from './outcomes.ts';
import { SettlementQueue } from './settlement-queue.ts';

function createQueue(settle: (settlement: Settlement) => Promise<void>) {
  const clock = new FakeClock();
  const state = { cursor: 0 };
  const end = new AbortController();
  const queue = new SettlementQueue({
    journal: { settle },
    output: 'fake',
    lane: 'normal',
    cursor: () => state.cursor,
    clock,
    random: () => 1,
    backoff: { initialMs: 100, maxMs: 1000 },
    log: silentLog,
    signal: end.signal,
  });
  const deliver = (seq: number) => {
    state.cursor = seq;
    return queue.add({ ...noOutcomes, delivered: [{ seqs: [seq], atMs: 0, attempts: 1, latencyMs: 1 }] });
  };
  return { clock, queue, deliver, end };
}

it('writes one settlement at a time, and gathers the next meanwhile', async () => {
  const settled: (readonly [cursor: number, alerts: number])[] = [];
  const { clock, queue, deliver } = createQueue(async ({ cursor, delivered = [] }) => {
    await clock.sleep(10);
    settled.push([cursor, delivered.length]);
  });
  const first = deliver(1);
  void deliver(2);
  void deliver(3);
  expect(queue.size).toBe(3);
  await clock.advance(10);
  await first;
  expect(settled).toEqual([[1, 1]]);
  await clock.advance(10);
  await queue.settled();
  expect(settled).toEqual([
    [1, 1],
    [3, 2],
  ]);
  expect(queue.size).toBe(0);
});

it('puts together what was suppressed for the same reason', async () => {
  const settled: Settlement[] = [];
  const { queue } = createQueue(async (settlement) => {
    settled.push(settlement);
  });
  const suppressed = ['a', 'b', 'a'].map((reason, index) => ({ seqs: [index + 1], atMs: index, reason }));
  await queue.add({ ...noOutcomes, suppressed });
  expect(settled[0]?.suppressed).toEqual([
    { seqs: [1, 3], atMs: 2, reason: 'a' },
    { seqs: [2], atMs: 1, reason: 'b' },
  ]);
});

it('writes nothing where nothing became of anything', async () => {
  const { queue } = createQueue(async () => {
    throw new Error('asked');
  });
  await queue.add(noOutcomes);
  await queue.settled();
  expect(queue.size).toBe(0);
});

it('stops trying when there is no more time', async () => {
  let tries = 0;
  const { clock, queue, deliver, end } = createQueue(async () => {
    tries++;
    throw new Error('disk full');
  });
  void deliver(1);
  await clock.advance(250);
  expect(tries).toBe(2);
  end.abort();
  await queue.settled();
  await clock.advance(10_000);
  expect(tries).toBe(2);
  expect(queue.size).toBe(1);
});
