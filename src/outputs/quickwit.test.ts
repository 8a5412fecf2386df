import { describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import { quickwit } from './quickwit.ts';
import { alertFrom, installation, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest, wireText } from './testing/wire-text.ts';

const hostport = 'http://quickwit:7280';
const [first = alertFrom('{}'), second = first, third = first] = Object.values(referenceAlerts);

async function answered(answer: string | Error, options: object = {}) {
  const connection = await connect(quickwit, { hostport, ...options }, { http: scripted(answer) });
  return deliver(connection, first, second, third);
}

async function answeredAlone(answer: string | Error) {
  const connection = await connect(quickwit, { hostport }, { http: scripted(answer) });
  return deliver(connection, first);
}

function rejection(document: string, message = 'cannot parse a field') {
  return { message, document, reason: 'invalid_schema' };
}

function answer(taken: number, rejected: number, ...failures: object[]) {
  const details = failures.length > 0 && { parse_failures: failures };
  return JSON.stringify({ num_docs_for_processing: taken, num_rejected_docs: rejected, ...details }, null, 2);
}

it('sends one alert as upstream does, and several as lines that a request may hold', () => {
  const output = quickwit.configure({ hostport }, installation);
  const alone = output.encode([first]);
  expect(isHttpRequest(alone) && [String(alone.url), bodyText(alone)]).toEqual([
    'http://quickwit:7280/api/v1/falco/ingest',
    `${first.json}\n`,
  ]);
  expect(output.batch?.maxBytes).toBeLessThan(10_000_000);
  const all = output.encode([first, ...Object.values(hostileAlerts)]);
  const lines = isHttpRequest(all) ? bodyText(all).trimEnd().split('\n') : [];
  expect(lines).toHaveLength(Object.values(hostileAlerts).length + 1);
});

describe('the answer', () => {
  it.for(['{"num_docs_for_processing": 3}', answer(3, 0)])('is fine where all were taken: %s', async (text) => {
    await expect(answered(text)).resolves.toMatchObject({ status: 200 });
  });

  it('says which documents were rejected, and why', async () => {
    const error = await failureOf(answered(answer(3, 2, rejection(third.json), rejection(first.json, 'too deep'))));
    if (!(error instanceof PartialDeliveryError)) throw error;
    expect([...error.failures.keys()]).toEqual([third, first]);
    expect(error.failures.get(first)).toBeInstanceOf(RejectedError);
    expect(String(error.failures.get(first))).toContain('invalid_schema: too deep');
  });

  it.for([
    ['without details', answer(3, 1)],
    ['with a document that was not sent', answer(3, 1, rejection('{}'))],
    ['that breaks off', answer(3, 2, rejection(first.json), rejection(second.json)).slice(0, -300)],
    ['that counts fewer documents', answer(2, 0)],
  ] as const)('%s condemns the message as a whole', async ([, text]) => {
    const error = await failureOf(answered(text));
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toMatch(/rejected [12] of 3 documents/);
  });

  it('condemns an alert that was alone', async () => {
    expect(await failureOf(answeredAlone(answer(1, 1)))).toBeInstanceOf(RejectedError);
  });

  it('is not taken in by counts within a document', async () => {
    const fields =
      '{"output":"\\"num_rejected_docs\\": 0","priority":"Error","rule":"r","time":"2026-11-24T16:31:56Z"}';
    const liar = alertFrom(fields.replace(/\}$/, ',"output_fields":{"num_rejected_docs":0}}'));
    expect(await failureOf(answeredAlone(answer(1, 1, rejection(liar.json))))).toBeInstanceOf(RejectedError);
  });

  it.for(['', '{}', '<html>Quickwit</html>'])('is not one of the ingest API: %j', async (text) => {
    const error = await failureOf(answeredAlone(text));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('hostport and apiendpoint');
  });

  it.for([
    new MisconfiguredError('quickwit answered 404', { status: 404 }),
    new RejectedError('quickwit answered 400', { status: 400, answer: '{"message":"invalid index ID"}' }),
  ])('that there is no such index holds alerts up: %s', async (refusal) => {
    const error = await failureOf(answeredAlone(refusal));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('index "falco"');
    expect(String(error)).toContain('set autocreateindex');
  });

  it('that it has no room, or that an alert is too long, stays what it is', async () => {
    const full = new DeliveryError('quickwit answered 429', { status: 429 });
    expect(await failureOf(answeredAlone(full))).toBe(full);
    const tooLong = new RejectedError('quickwit answered 413', { status: 413 });
    expect(await failureOf(answeredAlone(tooLong))).toBe(tooLong);
  });
});

describe('the index', () => {
  const options = { hostport, index: 'alerts', version: '0.8', autocreateindex: true };
  const missing = new MisconfiguredError('not found', { status: 404 });

  it('is created where there is none, as upstream does', async () => {
    const http = scripted(missing, '{}');
    await connect(quickwit, options, { http });
    expect(http.requests.map(({ method, url }) => `${method ?? 'POST'} ${String(url)}`)).toEqual([
      `GET ${hostport}/api/v1/indexes/alerts/describe`,
      `POST ${hostport}/api/v1/indexes`,
    ]);
    await expect(`${wireText(http.requests[1])}\n`).toMatchFileSnapshot('quickwit-index.http');
  });

  it('is left alone where there is one, also if somebody else was faster', async () => {
    const there = scripted('{}');
    await connect(quickwit, options, { http: there });
    expect(there.requests).toHaveLength(1);
    const faster = new RejectedError('answered 400', { status: 400, answer: '{"message":"index already exists"}' });
    await expect(connect(quickwit, options, { http: scripted(missing, faster) })).resolves.toBeDefined();
  });

  it('is not asked for unless it is to be created', async () => {
    const http = scripted();
    await connect(quickwit, { hostport }, { http });
    expect(http.requests).toEqual([]);
  });

  it('holds alerts up while it cannot be created, and says so', async () => {
    const refused = new RejectedError('quickwit answered 400', { status: 400, answer: '{"message":"bad version"}' });
    const error = await failureOf(connect(quickwit, options, { http: scripted(missing, refused) }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(/cannot be created .*set autocreateindex to false/);
    const outage = new DeliveryError('quickwit answered 503', { status: 503 });
    expect(await failureOf(connect(quickwit, options, { http: scripted(outage) }))).toBe(outage);
  });
});
