import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { alertFrom, installation, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';
import { zincsearch } from './zincsearch.ts';

const hostport = 'http://zincsearch:4080';
const [first = alertFrom('{}'), second = first, third = first] = Object.values(referenceAlerts);

async function bulk(answer: string | Error) {
  const connection = await connect(zincsearch, { hostport }, { http: scripted(answer) });
  return deliver(connection, first, second, third);
}

it('gives a document the id of its alert, alone or with others', () => {
  const output = zincsearch.configure({ hostport, index: 'my.alerts' }, installation);
  const alone = output.encode([first]);
  expect(isHttpRequest(alone) && [alone.method, String(alone.url), bodyText(alone)]).toEqual([
    'PUT',
    `http://zincsearch:4080/api/my.alerts/_doc/${first.uuid}`,
    `${first.json}\n`,
  ]);
  const several = output.encode([first, second]);
  const record = ({ json, uuid }: Alert) => `${json.slice(0, -1)},"_id":"${uuid}"}`;
  expect(isHttpRequest(several) && [several.method, String(several.url), bodyText(several)]).toEqual([
    undefined,
    'http://zincsearch:4080/api/_bulkv2',
    `{"index":"my.alerts","records":[${record(first)},${record(second)}]}\n`,
  ]);
});

it('sends no half of a credential', () => {
  const headers = (options: object) => {
    const encoded = zincsearch.configure({ hostport, ...options }, installation).encode([first]);
    return isHttpRequest(encoded) ? Object.keys(encoded.headers ?? {}) : [];
  };
  expect(headers({ username: 'a' })).toEqual([]);
  expect(headers({ password: 'a' })).toEqual([]);
  expect(headers({ username: 'a', password: 'b' })).toEqual(['Authorization']);
});

it.for(['_falco', 'a/b', 'a b', ''])('refuses %j for the name of an index', (index) => {
  expect(() => zincsearch.configure({ hostport, index }, installation)).toThrow(/must not begin with _/);
});

describe('the answer', () => {
  it('may be anything to one document', async () => {
    const connection = await connect(zincsearch, { hostport }, { http: scripted('{"id":"x"}') });
    await expect(deliver(connection, first)).resolves.toMatchObject({ status: 200 });
  });

  it('counts the documents of a batch', async () => {
    await expect(bulk('{"message":"bulk data inserted","record_count":3}')).resolves.toMatchObject({ status: 200 });
    const error = await failureOf(bulk('{"message":"bulk data inserted","record_count":2}'));
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toContain('took 2 of 3');
    expect(await failureOf(bulk('<html></html>'))).toBeInstanceOf(MisconfiguredError);
  });

  it.for([
    '{"error":"field [time] was set type to [numeric] but the value [x] can\'t convert to int"}',
    '{"error": "field [time] value [x] parse err: no date"}',
  ])('is to blame on a document: %s', async (answer) => {
    const error = await failureOf(bulk(new DeliveryError('zincsearch answered 500', { status: 500, answer })));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ status: 500, answer });
  });

  it('is an outage otherwise', async () => {
    const answer = '{"error":"no space left on device"}';
    const outage = new DeliveryError('zincsearch answered 500', { status: 500, answer });
    expect(await failureOf(bulk(outage))).toBe(outage);
  });
});
