import { expect, it } from 'vitest';
import { alerts } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';
import { PaceMaker } from './pace.ts';

it('lets as many messages go at once as the service permits, then one whenever there is room again', () => {
  const pace = new PaceMaker({ messages: 2, perMs: 1000 });
  const begin = (nowMs: number) => {
    const waitMs = pace.waitMs(nowMs);
    if (waitMs === 0) pace.began(nowMs);
    return waitMs;
  };
  expect([begin(5000), begin(5000), begin(5000)]).toEqual([0, 0, 500]);
  expect([begin(5499), begin(5500), begin(5500)]).toEqual([1, 0, 500]);
  expect([begin(90_000), begin(90_000), begin(90_000)]).toEqual([0, 0, 500]);
});

it('is no pace where none is asked for', () => {
  const pace = new PaceMaker(undefined);
  for (let count = 0; count < 1000; count++) pace.began(0);
  expect(pace.waitMs(0)).toBe(0);
});

it('holds for an output, and loses nothing', async () => {
  const { clock, journal, create } = createHarness();
  const output = new FakeOutput();
  await create().start([deliveryOutput(Object.assign(output, { pace: { messages: 1, perMs: 1000 } }))]);
  journal.append(alerts(1, 5));
  await clock.advance(0);
  expect(output.accepted).toHaveLength(1);
  await clock.advance(2000);
  expect(output.accepted).toHaveLength(3);
  await clock.advance(10_000);
  expect(output.accepted).toHaveLength(5);
});
