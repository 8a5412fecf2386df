import { describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import { kafkarest } from './kafkarest.ts';
import { alertFrom, installation, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, contentType, isHttpRequest } from './testing/wire-text.ts';

const address = 'http://kafka-rest:8082/topics/falco';
const alerts = Object.values(referenceAlerts);
const [first = alertFrom('{}'), second = first, third = first, fourth = first] = alerts;

async function answered(answer: string | Error) {
  const connection = await connect(kafkarest, { address }, { http: scripted(answer) });
  return deliver(connection, first, second, third, fourth);
}

async function failuresOf(...offsets: object[]): Promise<ReadonlyMap<unknown, Error>> {
  const error = await failureOf(answered(JSON.stringify({ offsets, key_schema_id: null })));
  if (error instanceof PartialDeliveryError) return error.failures;
  throw error;
}

const taken = { partition: 0, offset: 7, error_code: null, error: null };

it.for([
  [undefined, 'application/vnd.kafka.binary.v2+json'],
  [1, 'application/vnd.kafka.binary.v1+json'],
] as const)('makes records of alerts, for version %s', ([version, type]) => {
  const encoded = kafkarest.configure({ address, ...(version && { version }) }, installation).encode([first, second]);
  if (!isHttpRequest(encoded)) throw new TypeError('It must be a request');
  expect(contentType(encoded)).toBe(type);
  const values = [first, second].map(({ json }) => `{"value":"${Buffer.from(json).toString('base64')}"}`);
  expect(bodyText(encoded)).toBe(`{"records":[${values.join(',')}]}\n`);
});

describe('the answer', () => {
  it('is fine with an offset for each', async () => {
    const offsets = JSON.stringify({ offsets: [taken, taken, { partition: 1, offset: 1 }, taken] });
    await expect(answered(offsets)).resolves.toMatchObject({ status: 200 });
  });

  it.for([
    [1, RejectedError],
    [50_002, RejectedError],
    [2, DeliveryError],
    [50_003, DeliveryError],
    [500, DeliveryError],
    [40_301, MisconfiguredError],
    [404, MisconfiguredError],
  ] as const)('has an error code for a record that Kafka did not take: %i', async ([code, kind]) => {
    const failures = await failuresOf(taken, { error_code: code, error: 'a reason' }, taken, taken);
    expect([...failures.keys()]).toEqual([second]);
    expect(failures.get(second)?.constructor).toBe(kind);
    expect(String(failures.get(second))).toContain(`error code ${code}: a reason`);
  });

  it('of the bridge of Strimzi calls the reason a message', async () => {
    const failures = await failuresOf(taken, taken, taken, { error_code: 503, message: 'no leader' });
    expect(String(failures.get(fourth))).toContain('503: no leader');
  });

  it('leaves what it does not reach to another attempt', async () => {
    const failures = await failuresOf(taken, { error_code: 1, error: 'too large' });
    expect([...failures.keys()]).toEqual([second, third, fourth]);
    expect(failures.get(third)?.constructor).toBe(DeliveryError);
  });

  it.for(['', '{}', '<html></html>'])('is not one of a REST proxy: %j', async (text) => {
    const error = await failureOf(answered(text));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('check the option address');
  });

  it('that the type is not known names the option', async () => {
    const refusal = new MisconfiguredError('kafka-rest answered 415', { status: 415 });
    expect(String(await failureOf(answered(refusal)))).toContain('option version');
    const other = new MisconfiguredError('kafka-rest answered 404', { status: 404 });
    expect(await failureOf(answered(other))).toBe(other);
  });
});
