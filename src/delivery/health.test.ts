import { expect, it } from 'vitest';
import { PartialDeliveryError, RejectedError } from '#outputs/errors.ts';
import { alerts } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';

it('tells how it fares, and says once when that changes', async () => {
  const { clock, journal, create, lines } = createHarness();
  const output = new FakeOutput();
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  output.answer = async () => {
    throw new Error('broken pipe');
  };
  journal.append(alerts(1, 3));
  await clock.advance(0);
  expect(delivery.health()[0]).toMatchObject({
    state: 'failing',
    consecutiveFailures: 1,
    attempts: { ok: 0, error: 1 },
  });
  await clock.advance(120_000);
  expect(delivery.health()[0]).toMatchObject({ state: 'open', lastError: { message: 'broken pipe' } });
  expect(delivery.health()[0]?.nextAttemptAtMs).toBeGreaterThan(clock.now());

  output.answer = async () => {};
  await clock.advance(60_000);
  expect(delivery.health()[0]).toMatchObject({ state: 'healthy', consecutiveFailures: 0, nextAttemptAtMs: undefined });
  const { attempts, alerts: counted, latency } = delivery.health()[0] ?? {};
  expect(counted?.ok).toBe(3);
  expect(latency?.count).toBe((attempts?.ok ?? 0) + (attempts?.error ?? 0));
  expect(lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => [level, message])).toEqual([
    ['warn', 'Output is failing; its alerts are kept and tried again'],
    ['info', 'Output is healthy again'],
  ]);
  expect(lines.at(-1)?.details).toMatchObject({ output: 'fake', waiting: 3 });
});

it('is not healthy while every alert is refused, until one arrives', async () => {
  const { clock, journal, create } = createHarness();
  const refuse = async () => {
    throw new RejectedError('example.com answered 400 Bad Request', { status: 400 });
  };
  const output = new FakeOutput(refuse);
  const delivery = create();
  const stateAfter = async (count: number) => {
    journal.append(alerts(nextSeq, nextSeq + count - 1));
    nextSeq += count;
    await clock.advance(1000);
    return delivery.health()[0]?.state;
  };
  let nextSeq = 1;
  await delivery.start([deliveryOutput(output)]);
  expect(await stateAfter(1)).toBe('refusing');
  output.answer = async () => {};
  expect(await stateAfter(1)).toBe('healthy');
  output.answer = refuse;
  expect(await stateAfter(2)).toBe('healthy');
  expect(await stateAfter(1)).toBe('refusing');
  expect(delivery.health()[0]).toMatchObject({
    lastError: { message: 'example.com answered 400 Bad Request' },
    failingSinceMs: expect.any(Number),
  });
});

it('is healthy where only some alerts of a message are refused', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput(
    async ([first]) => {
      throw new PartialDeliveryError(new Map([[first, new RejectedError('no such field')]]));
    },
    { maxAlerts: 10 },
  );
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  for (let turn = 0; turn < 5; turn++) {
    journal.append(alerts(turn * 3 + 1, turn * 3 + 3));
    await clock.advance(1000);
  }
  expect(delivery.health()[0]).toMatchObject({ state: 'healthy', alerts: { error: 5 } });
});

it('says of each dead letter why', async () => {
  const { clock, journal, create, lines } = createHarness();
  const output = new FakeOutput(async () => {
    throw new RejectedError('example.com answered 400 Bad Request', { status: 400, answer: 'no such field' });
  });
  await create().start([deliveryOutput(output)]);
  journal.append(alerts(1, 1));
  await clock.advance(0);
  expect(journal.output('fake').fates.get(1)?.record).toMatchObject({
    attempts: 1,
    reason: 'example.com answered 400 Bad Request',
    status: 400,
    answer: 'no such field',
  });
  expect(lines).toContainEqual({
    level: 'warn',
    details: { output: 'fake', seqs: [1], status: 400 },
    message: 'Dead letter: example.com answered 400 Bad Request',
  });
});
