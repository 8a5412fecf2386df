import { expect, it } from 'vitest';
import { alerts, numberedAlert, numberOf } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';

/** A promise that is settled, and whether it was: for what must not happen before virtual time passes. */
function watched(work: Promise<void>) {
  const state = { isOver: false };
  void work.then(() => {
    state.isOver = true;
  });
  return state;
}

it('delivers what is appended after the start, in order, and settles it', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(async () => ({ status: 201, answer: 'thanks' }));
  journal.append(alerts(1, 2));
  await create().start([deliveryOutput(output)]);
  journal.append(alerts(3, 6));
  await clock.advance(0);

  expect(output.accepted.map(numberOf)).toEqual([3, 4, 5, 6]);
  expect(journal.output('fake').cursors).toEqual({ urgent: 2, normal: 6 });
  const record = { seqs: [3], atMs: clock.now(), attempts: 1, latencyMs: 0, status: 201, answer: 'thanks' };
  expect(journal.output('fake').fates.get(3)).toEqual({ fate: 'delivered', record });
});

it('sends urgent alerts first', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(async (_, signal) => clock.sleep(100, signal));
  await create().start([deliveryOutput(output)]);
  journal.append(alerts(1, 4));
  await clock.advance(50);
  journal.append([numberedAlert(5, 'Critical'), numberedAlert(6, 'Emergency')]);
  await clock.advance(1000);

  expect(output.accepted.map(numberOf)).toEqual([1, 5, 6, 2, 3, 4]);
});

it('records what routing keeps back, grouped by reason', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  await create().start([deliveryOutput(output, { minimumpriority: 'Error' })]);
  const priorities = ['Notice', 'Error', 'Notice', 'Debug', 'Critical'] as const;
  journal.append(priorities.map((priority, index) => numberedAlert(index + 1, priority)));
  await clock.advance(0);

  expect(output.accepted.map(numberOf)).toEqual([5, 2]);
  const notices = { seqs: [1, 3], atMs: clock.now(), reason: 'priority Notice is below the minimum Error' };
  expect(journal.output('fake').fates.get(3)).toEqual({ fate: 'suppressed', record: notices });
  expect(journal.with('fake', 'suppressed')).toEqual([1, 3, 4]);
});

it('fills messages up to their limits, and waits for more as long as it may', async () => {
  const { clock, journal, create } = createHarness();
  const bytes = Buffer.byteLength(numberedAlert(1).json);
  const output = new FakeOutput(undefined, { maxAlerts: 4, maxBytes: 3 * bytes, lingerMs: 1000 });
  await create().start([deliveryOutput(output)]);
  journal.append(alerts(1, 4));
  await clock.advance(600);
  journal.append(alerts(5, 5));
  await clock.advance(399);
  expect(output.sizes).toEqual([3]);
  await clock.advance(1);
  expect(output.sizes).toEqual([3, 2]);
});

it('has no more requests under way than it may', async () => {
  const { clock, journal, create } = createHarness();
  const slow = () => new FakeOutput(async (_, signal) => clock.sleep(1000, signal));
  const [three, unlimited] = [slow(), slow()];
  await create().start([
    deliveryOutput(three, { name: 'three', maxconcurrentrequests: 3 }),
    deliveryOutput(unlimited, { name: 'unlimited', maxconcurrentrequests: 0 }),
  ]);
  journal.append([...alerts(1, 200), numberedAlert(201, 'Critical')]);
  await clock.advance(500_000);
  expect(three.maxInFlight).toBe(3);
  expect(unlimited.maxInFlight).toBe(64);
  expect([three.accepted.length, unlimited.accepted.length]).toEqual([201, 201]);
});

it('does not let an output that never answers delay another', async () => {
  const { clock, journal, create } = createHarness();
  const healthy = new FakeOutput();
  const deaf = new FakeOutput(async () => new Promise(() => {}));
  const delivery = create();
  await delivery.start([deliveryOutput(deaf, { name: 'deaf' }), deliveryOutput(healthy, { name: 'healthy' })]);
  for (let second = 1; second <= 600; second++) {
    journal.append([numberedAlert(second)]);
    await clock.advance(0);
    expect(healthy.accepted.length).toBe(second);
    await clock.advance(1000);
  }
  expect(deaf.accepted).toEqual([]);
  expect(delivery.health().map(({ state }) => state)).toEqual(['open', 'healthy']);
  expect(delivery.health()[0]?.lastError?.message).toBe('There was no answer within 30 s');
});

it('sends nothing twice while the journal cannot be written, and settles when it can', async () => {
  const { clock, journal, create, lines } = createHarness();
  const output = new FakeOutput();
  await create().start([deliveryOutput(output)]);
  journal.before = (operation) => {
    if (operation === 'settle') throw new Error('database or disk is full');
  };
  journal.append(alerts(1, 3));
  await clock.advance(60_000);
  expect(output.accepted.map(numberOf)).toEqual([1, 2, 3]);
  expect(journal.with('fake', 'delivered')).toEqual([]);
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);

  journal.before = () => {};
  await clock.advance(5000);
  expect(output.accepted).toHaveLength(3);
  expect(journal.with('fake', 'delivered')).toEqual([1, 2, 3]);
});

it('holds only a part of a backlog in memory', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(async () => {
    throw new Error('down');
  });
  await create({ maxHeldAlerts: 50 }).start([deliveryOutput(output, { minimumpriority: 'Notice' })]);
  let read = 0;
  const original = journal.read.bind(journal);
  journal.read = async (lane, after, limit) => {
    const entries = await original(lane, after, limit);
    read += entries.length;
    return entries;
  };
  journal.append(alerts(1, 5000));
  await clock.advance(600_000);
  expect(read).toBeLessThanOrEqual(50);
});

it('goes on where it stood after a restart, and sends nothing again that was settled', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(async ([alert], signal) => {
    await clock.sleep(numberOf(alert) === 1 ? 3_600_000 : 10, signal);
  });
  const configured = deliveryOutput(output, { maxconcurrentrequests: 2, timeoutMs: 1e9 });
  const delivery = create();
  await delivery.start([configured]);
  journal.append(alerts(1, 5));
  await clock.advance(100);
  const stopped = watched(delivery.stop(1000));
  await clock.advance(1000);
  expect(stopped.isOver).toBe(true);
  expect(journal.output('fake').cursors.normal).toBe(0);
  expect(journal.with('fake', 'delivered')).toEqual([2, 3, 4, 5]);

  await create().start([configured]);
  await clock.advance(3_600_000);
  expect(output.accepted.map(numberOf)).toEqual([2, 3, 4, 5, 1]);
  expect(journal.output('fake').cursors.normal).toBe(5);
});

it('lets attempts under way finish at a stop, and begins no more', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(async (_, signal) => clock.sleep(500, signal));
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  journal.append(alerts(1, 3));
  await clock.advance(100);
  const stopped = watched(delivery.stop(10_000));
  await clock.advance(399);
  expect(stopped.isOver).toBe(false);
  await clock.advance(1);
  expect(stopped.isOver).toBe(true);
  expect(journal.with('fake', 'delivered')).toEqual([1]);
  expect([output.accepted.length, output.open]).toEqual([1, 0]);
});

it('restarts at a reload what changed, retires what is gone, and leaves the rest alone', async () => {
  const { clock, journal, create } = createHarness();
  const [same, changed, removed, added] = [new FakeOutput(), new FakeOutput(), new FakeOutput(), new FakeOutput()];
  const delivery = create();
  await delivery.start([
    deliveryOutput(same, { name: 'same' }),
    deliveryOutput(changed, { name: 'changed' }),
    deliveryOutput(removed, { name: 'removed' }),
  ]);
  journal.append(alerts(1, 1));
  await clock.advance(0);
  await delivery.reconfigure([
    deliveryOutput(same, { name: 'same' }),
    deliveryOutput(changed, { name: 'changed', fingerprint: '2' }),
    deliveryOutput(added, { name: 'added' }),
  ]);
  journal.append(alerts(2, 2));
  await clock.advance(0);

  expect([same, changed, removed, added].map(({ connects }) => connects)).toEqual([1, 2, 1, 1]);
  expect([same, changed, removed, added].map(({ accepted }) => accepted.map(numberOf))).toEqual([
    [1, 2],
    [1, 2],
    [1],
    [2],
  ]);
  expect([...journal.retired]).toEqual(['removed']);
  expect(removed.open).toBe(0);
  expect(delivery.health().map(({ name, attempts }) => [name, attempts.ok])).toEqual([
    ['same', 2],
    ['changed', 2],
    ['added', 1],
  ]);
});
