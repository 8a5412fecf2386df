import { expect, it } from 'vitest';
import { MisconfiguredError, RejectedError } from '#outputs/errors.ts';
import { alerts, numberOf } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';

it('connects when it has something to send, and again when the connection is lost', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  await create().start([deliveryOutput(output)]);
  await clock.advance(10_000);
  expect(output.connects).toBe(0);
  journal.append(alerts(1, 2));
  await clock.advance(0);
  expect([output.connects, output.accepted.length]).toEqual([1, 2]);

  output.answer = async (_, __, { lost }) => lost(new Error('broker went away'));
  journal.append(alerts(3, 4));
  await clock.advance(0);
  expect([output.connects, output.open, output.accepted.length]).toEqual([2, 0, 4]);
});

it('keeps the alerts of an output that cannot connect, whatever it answers', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  output.connecting = async () => {
    throw output.connects < 3 ? new RejectedError('no template') : new MisconfiguredError('wrong password');
  };
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  journal.append(alerts(1, 2));
  await clock.advance(600_000);
  expect(delivery.health()[0]?.state).toBe('misconfigured');
  output.connecting = async () => {};
  await clock.advance(600_000);
  expect(output.accepted.map(numberOf)).toEqual([1, 2]);
});

it('closes a connection that comes after its deadline', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  output.connecting = async () => clock.sleep(output.connects === 1 ? 45_000 : 0);
  await create().start([deliveryOutput(output)]);
  journal.append(alerts(1, 1));
  await clock.advance(60_000);
  expect([output.connects, output.open, output.accepted.length]).toEqual([2, 1, 1]);
});
