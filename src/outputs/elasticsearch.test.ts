import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { elasticsearch } from './elasticsearch.ts';
import { DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import { alertFrom, installation, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const hostport = 'http://elasticsearch:9200';
const alerts = Object.values(referenceAlerts);
const [first = alertFrom('{}'), second = first, third = first, fourth = first] = alerts;

async function bulk(answer: string) {
  const connection = await connect(elasticsearch, { hostport }, { http: scripted(answer) });
  return deliver(connection, first, second, third, fourth);
}

async function failuresOf(answer: string): Promise<PartialDeliveryError> {
  const error = await failureOf(bulk(answer));
  if (error instanceof PartialDeliveryError) return error;
  throw error;
}

function item(status: number, type = 'some_exception') {
  return JSON.stringify({ create: { _id: 'x', status, ...(status > 299 && { error: { type, reason: 'a reason' } }) } });
}

describe('the answer to a batch', () => {
  it('is fine without errors, and with alerts that are there already', async () => {
    await expect(bulk('{"errors":false,"took":3,"items":[]}')).resolves.toMatchObject({ status: 200 });
    await expect(
      bulk(`{"took":3,"errors":true,"items":[${[item(201), item(409), item(200), item(409)].join(',')}]}`),
    ).resolves.toMatchObject({ status: 200 });
  });

  it('says of each alert what became of it', async () => {
    const error = await failuresOf(
      `{"errors":true,"items":[${[item(201), item(400, 'mapper_parsing_exception'), item(429), item(403)].join(', ')}]}`,
    );
    expect([...error.failures.keys()]).toEqual([second, third, fourth]);
    expect(error.failures.get(second)).toBeInstanceOf(RejectedError);
    expect(String(error.failures.get(second))).toContain('400: mapper_parsing_exception: a reason');
    expect(error.failures.get(third)?.name).toBe('DeliveryError');
    expect(error.failures.get(fourth)).toBeInstanceOf(MisconfiguredError);
  });

  it('leaves what it does not reach to another attempt', async () => {
    const cut = `{"errors":true,"items":[${item(201)},${item(400)},{"create":{"_id":"x","sta`;
    const { failures } = await failuresOf(cut);
    expect([...failures.keys()]).toEqual([second, third, fourth]);
    expect(failures.get(second)).toBeInstanceOf(RejectedError);
    for (const alert of [third, fourth]) {
      expect(failures.get(alert)).toBeInstanceOf(DeliveryError);
      expect(failures.get(alert)).not.toBeInstanceOf(RejectedError);
    }
  });

  it.for(['', '<html>Welcome</html>', '{}', '{"items":[]}', '"errors":false'])(
    'is not one of the bulk API: %j',
    async (answer) => {
      const error = await failureOf(bulk(answer));
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(String(error)).toContain('check the option hostport');
    },
  );
});

describe('without batching', () => {
  const options = { hostport, batching: { enabled: false } };

  it('takes any answer', async () => {
    const connection = await connect(elasticsearch, options, { http: scripted('') });
    await expect(deliver(connection, first)).resolves.toMatchObject({ status: 200 });
    expect(elasticsearch.configure(options, installation).batch).toBeUndefined();
  });
});

it('turns the options of batching into limits', () => {
  const batching = { batchsize: '1MiB', flushinterval: '250ms' };
  expect(elasticsearch.configure({ hostport, batching }, installation).batch).toMatchObject({
    maxBytes: 1_048_576,
    lingerMs: 250,
  });
  const none = { batchsize: 0, flushinterval: 0 };
  expect(elasticsearch.configure({ hostport, batching: none }, installation).batch).toMatchObject({
    maxBytes: 5_242_880,
    lingerMs: 1000,
  });
});

it("names the index by the alert's date in UTC", () => {
  const alert = alertFrom('{"priority":"Debug","rule":"r","time":"2026-01-01T00:30:00+02:00","output_fields":{"a":1}}');
  const encoded = elasticsearch.configure({ hostport, suffix: 'annually' }, installation).encode([alert]);
  expect(isHttpRequest(encoded) && bodyText(encoded)).toContain('"_index":"falco-2025"');
});

it.for([
  ['0000-01-01T00:00:00+23:59', 'falco-0000.01.01'],
  ['9999-12-31T23:59:59-23:59', 'falco-9999.12.31'],
])('names an index even at the ends of time: %s', ([time, index]) => {
  const alert = alertFrom(`{"priority":"Debug","rule":"r","time":"${time}","output_fields":{"a":1}}`);
  const encoded = elasticsearch.configure({ hostport }, installation).encode([alert]);
  expect(isHttpRequest(encoded) && bodyText(encoded)).toContain(`"_index":"${index}"`);
});

describe('names of fields', () => {
  const deep = 'a\\".'.repeat(21);
  const names = (fields: object, options: object = {}) => {
    const known = { output: 'o', priority: 'Debug', rule: 'r', time: '2026-01-01T00:30:00Z', output_fields: fields };
    const encoded = elasticsearch
      .configure({ hostport, ...options }, installation)
      .encode([alertFrom(JSON.stringify(known))]);
    const [, document = ''] = isHttpRequest(encoded) ? bodyText(encoded).split('\n') : [];
    return z.object({ output_fields: z.unknown() }).parse(JSON.parse(document)).output_fields;
  };

  it('keep their dots, unless they are more than an index takes', () => {
    expect(names({ 'proc.name': 'a.b": c' })).toEqual({ 'proc.name': 'a.b": c' });
    const fields = { 'a.b': [{ [deep]: 1 }, 2, null], c: { [deep]: { 'd.e': 1 } } };
    const flat = deep.replaceAll('.', '_');
    expect(names(fields)).toEqual({ 'a.b': [{ [flat]: 1 }, 2, null], c: { [flat]: { 'd.e': 1 } } });
  });

  it('have none, if the operator wants it so', () => {
    const fields = { 'proc.name': 'a.b', 'x.y': { 'z.z': 1 } };
    expect(names(fields, { flattenfields: true })).toEqual({ proc_name: 'a.b', x_y: { 'z.z': 1 } });
  });
});

describe('the index template', () => {
  const options = { hostport, apikey: 'swordfish', createindextemplate: true, numberofreplicas: 0 };
  const missing = new MisconfiguredError('not found', { status: 404 });

  it('is created where there is none, with the credentials', async () => {
    const http = scripted(missing, '{"acknowledged":true}');
    await connect(elasticsearch, options, { http });
    expect(http.requests.map(({ method, url }) => `${method} ${String(url)}`)).toEqual([
      `GET ${hostport}/_index_template/falco`,
      `PUT ${hostport}/_index_template/falco`,
    ]);
    expect(String(http.requests[1]?.headers?.['Authorization'])).toBe('[secret]');
    const body = http.requests[1]?.body;
    expect(body).toMatchObject({
      json: {
        index_patterns: ['falco-*'],
        template: {
          settings: { number_of_shards: 3, number_of_replicas: 0 },
          mappings: { properties: { output: { fields: { keyword: { ignore_above: 2048 } } }, time: { type: 'date' } } },
        },
      },
    });
    expect(JSON.stringify(body).match(/"ignore_above":256/g)).toHaveLength(80);
  });

  it('is left alone where there is one', async () => {
    const http = scripted('{"index_templates":[]}');
    await connect(elasticsearch, options, { http });
    expect(http.requests).toHaveLength(1);
  });

  it('holds alerts up while it cannot be created, and says so', async () => {
    const http = scripted(missing, new MisconfiguredError('es answered 403', { status: 403 }));
    const error = await failureOf(connect(elasticsearch, options, { http }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error).toMatchObject({ status: 403 });
    expect(String(error)).toMatch(/index template .*es answered 403.*set createindextemplate to false/);
  });

  it('is tried again after an outage', async () => {
    const outage = new DeliveryError('es answered 503', { status: 503 });
    expect(await failureOf(connect(elasticsearch, options, { http: scripted(outage) }))).toBe(outage);
  });
});
