import { expect, it } from 'vitest';
import { testAlert } from '#outputs/testing/alerts.ts';
import { OutputPauses } from './output-pauses.ts';
import { alerts } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';

it('sends nothing to a paused output, and everything once it is resumed', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  expect(await delivery.pause('fake', 'mara')).toBe(true);
  expect(await delivery.pause('nothing', 'mara')).toBe(false);
  journal.append(alerts(1, 3));
  await clock.advance(60_000);
  expect(delivery.health()[0]).toMatchObject({
    state: 'paused',
    pause: { by: 'mara' },
    attempts: { ok: 0 },
    nextAttemptAtMs: undefined,
  });
  expect(await delivery.tryOut('fake', testAlert)).toMatchObject({ isDelivered: true });
  await delivery.resume('fake');
  await clock.advance(1000);
  expect(delivery.health()[0]).toMatchObject({ state: 'healthy', pause: undefined, alerts: { ok: 3 } });
  expect(delivery.health()[0]?.deliveredPerMinute).toBe(3);
  await delivery.stop(0);
});

it('keeps a pause over a restart of the output', async () => {
  const { clock, journal, create } = createHarness();
  const delivery = create();
  await delivery.start([deliveryOutput(new FakeOutput())]);
  await delivery.pause('fake', 'mara');
  await delivery.reconfigure([{ ...deliveryOutput(new FakeOutput()), fingerprint: 'other' }]);
  journal.append(alerts(1, 3));
  await clock.advance(60_000);
  expect(delivery.health()[0]).toMatchObject({ state: 'paused', attempts: { ok: 0 } });
  await delivery.stop(0);
});

it('finds pauses again', async () => {
  const stored = { kind: 'output-pause', version: 1 };
  const documents = {
    get: async () => undefined,
    list: async () => [
      { ...stored, id: 'slack', content: { by: 'mara', atMs: 5 } },
      { ...stored, id: 'odd', content: 'nonsense' },
    ],
    change: async () => {},
  };
  const pauses = await OutputPauses.open(documents);
  expect(pauses.get('slack')).toEqual({ by: 'mara', atMs: 5 });
  expect(pauses.get('odd')).toBeUndefined();
  await pauses.end('slack');
  expect(pauses.get('slack')).toBeUndefined();
});
