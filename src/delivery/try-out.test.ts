import { expect, it } from 'vitest';
import { RejectedError } from '#outputs/errors.ts';
import { numberedAlert, numberOf } from './testing/alerts.ts';
import { deliveryOutput, FakeOutput } from './testing/fake-output.ts';
import { createHarness } from './testing/harness.ts';

async function tried(output: FakeOutput, name = 'fake') {
  const { create, journal } = createHarness();
  const delivery = create();
  await delivery.start([deliveryOutput(output)]);
  return { result: await delivery.tryOut(name, numberedAlert(7)), ledger: await journal.ledger() };
}

it('sends one alert and tells the answer, and leaves no trace in the journal', async () => {
  const output = new FakeOutput(async () => ({ status: 202, answer: 'queued' }));
  const { result, ledger } = await tried(output);
  expect(result).toMatchObject({ isDelivered: true, status: 202, answer: 'queued', error: undefined });
  expect(output.accepted.map(numberOf)).toEqual([7]);
  expect(ledger).toMatchObject([{ received: 0, delivered: 0 }]);
});

it('tells why an alert was refused', async () => {
  const output = new FakeOutput(async () => {
    throw new RejectedError('It answered 400', { status: 400, answer: 'invalid_payload' });
  });
  const { result, ledger } = await tried(output);
  expect(result).toMatchObject({
    isDelivered: false,
    status: 400,
    answer: 'invalid_payload',
    error: 'It answered 400',
  });
  expect(ledger).toMatchObject([{ dead: 0 }]);
});

it('knows no output of another name', async () => {
  expect((await tried(new FakeOutput(), 'other')).result).toBeUndefined();
});
