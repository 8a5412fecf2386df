import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { falcoAlert } from './testing/alerts.ts';
import { post } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;
beforeAll(async () => {
  server = await IntakeServer.start({ limits: { maxAlerts: 100 } });
});
beforeEach(() => void (server.journal.alerts.length = 0));
afterAll(() => server[Symbol.asyncDispose]());

const kept = () => server.journal.alerts;

function fieldsOf(count: number, first: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${first + index}`, index]));
}

describe('refused in the words of Falcosidekick', () => {
  it.for([
    ['an empty body', ''],
    ['a truncated body', falcoAlert().slice(0, -5)],
    ['what is not JSON', 'output=x&rule=y'],
    ['a byte order mark', `\ufeff${falcoAlert()}`],
    ['an empty array', '[]'],
    ['an array in an array', '[[]]'],
    ['a string', '"x"'],
    ['a number', '42'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['an output that is no string', falcoAlert(1, { output: 1 })],
    ['a rule that is no string', falcoAlert(1, { rule: ['x'] })],
    ['a source that is no string', falcoAlert(1, { source: {} })],
    ['a hostname that is no string', falcoAlert(1, { hostname: true })],
    ['a uuid that is no string', falcoAlert(1, { uuid: 1 })],
    ['tags that are no array', falcoAlert(1, { tags: 'a' })],
    ['a tag that is no string', falcoAlert(1, { tags: [1] })],
    ['thousands of fields', falcoAlert(1, { output_fields: fieldsOf(4097, 10_000) })],
    ['thousands of fields in no order', falcoAlert(1, { output_fields: fieldsOf(4097, 1) })],
    ['fields that are no object', falcoAlert(1, { output_fields: [] })],
    ['a priority that is no string', falcoAlert(1, { priority: 5 })],
    ['an unknown priority', falcoAlert(1, { priority: 'warn' })],
    ['no rule', falcoAlert(1, { rule: '' })],
    ['no fields', falcoAlert(1, { output_fields: {} })],
    ['no time', falcoAlert(1, { time: null })],
    ['a numeric time', falcoAlert(1, { time: 1 })],
    ['a time without zone', falcoAlert(1, { time: '2026-01-31T12:00:00' })],
    ['a time with a space', falcoAlert(1, { time: '2026-01-31 12:00:00Z' })],
    ['a time in lower case', falcoAlert(1, { time: '2026-01-31t12:00:00z' })],
    ['the zero time', falcoAlert(1, { time: '0001-01-01T00:00:00Z' })],
    ['JSON that nests too deep', '{"a":'.repeat(500_000)],
    ['arrays that nest too deep', '['.repeat(1_000_000)],
  ])('%s', async ([, body = '']) => {
    expect(await post(server.port, body)).toMatchObject({ status: 400, body: 'Please send a valid request body\n' });
    expect(kept()).toHaveLength(0);
  });
});

describe('taken', () => {
  it.for([
    ['keys in another case', falcoAlert().replace('"output"', '"OUTPUT"').replace('"rule"', '"Rule"')],
    ['an empty output', falcoAlert(1, { output: '' })],
    ['null where something may be absent', falcoAlert(1, { source: null, hostname: null, tags: null })],
    ['what follows the alert', `${falcoAlert()} and so on`],
    ['any content type', falcoAlert()],
  ])('%s', async ([, body = '']) => {
    expect(await post(server.port, body, { 'content-type': 'text/plain' })).toMatchObject({ status: 200, body: '' });
    expect(kept()).toHaveLength(1);
  });

  it('__proto__ as a key like any other', async () => {
    const body = falcoAlert().replace(
      '"output_fields":{',
      '"__proto__":{"rule":"x"},"output_fields":{"__proto__":{"a":1},',
    );
    expect(await post(server.port, body)).toMatchObject({ status: 200 });
    expect(kept()[0]?.json).toContain('"output_fields":{"__proto__":{"a":1}');
    expect(Object.keys(kept()[0]?.unknown ?? {})).toEqual(['__proto__']);
    expect('a' in {}).toBe(false);
  });

  it('duplicate fields merged, of other keys the last', async () => {
    const body = falcoAlert().replace('{', '{"rule":"first","output_fields":{"a":"1"},');
    expect(await post(server.port, body)).toMatchObject({ status: 200 });
    expect(kept()[0]).toMatchObject({ rule: 'Write below binary dir', outputFields: { a: '1', 'user.name': 'root' } });
  });

  it('invalid UTF-8 with every wrong byte replaced', async () => {
    const [before = '', after = ''] = falcoAlert(1, { output: '<here>' }).split('<here>');
    const wrong = Buffer.from([0xff, 0x61, 0xe2, 0x82, 0x62, 0xed, 0xa0, 0x80, 0xc3, 0xa9]);
    const body = Buffer.concat([Buffer.from(before), wrong, Buffer.from(after)]);
    expect(await post(server.port, body)).toMatchObject({ status: 200 });
    expect(kept()[0]?.output).toBe('\ufffda\ufffd\ufffdb\ufffd\ufffd\ufffdé');
  });

  it('numbers with the text they came with', async () => {
    const body = falcoAlert().replace('"output_fields":{', '"output_fields":{"evt.time":1507591916746609046,"a":1.0,');
    expect(await post(server.port, body)).toMatchObject({ status: 200 });
    expect(kept()[0]?.json).toContain('"a":1.0');
  });

  it('gzip', async () => {
    const body = gzipSync(falcoAlert());
    expect(await post(server.port, body, { 'content-encoding': 'gzip' })).toMatchObject({ status: 200 });
    expect(await post(server.port, body, { 'content-encoding': 'X-GZIP' })).toMatchObject({ status: 200 });
    expect(kept()).toHaveLength(2);
  });
});

it('takes an alert without fields where the configuration adds some, as Falcosidekick', async () => {
  await using other = await IntakeServer.start({ enrichment: { customfields: { cluster: 'a' } } });
  expect(await post(other.port, falcoAlert(1, { output_fields: null }))).toMatchObject({ status: 200 });
});

describe('several alerts', () => {
  it('one after another are all kept', async () => {
    const bodies = [1, 2, 3].map((number) => falcoAlert(number));
    for (const body of [bodies.join('\n'), bodies.join(''), `[${bodies.join(',')}]`, `${bodies.join('\r\n')}\n`]) {
      kept().length = 0;
      expect(await post(server.port, body)).toMatchObject({ status: 200, body: '' });
      expect(kept().map(({ time }) => time.slice(-2, -1))).toEqual(['1', '2', '3']);
    }
  });

  it('are kept as far as they are valid, and the sender hears which are not', async () => {
    const reply = await post(server.port, `[${falcoAlert(1)},{},${falcoAlert(2)},${falcoAlert(3, { priority: 'x' })}]`);
    expect(reply.status).toBe(400);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(JSON.parse(reply.body)).toEqual({
      accepted: 2,
      refused: [
        { index: 1, reason: expect.stringContaining('"priority" must be one of') },
        { index: 3, reason: expect.stringContaining('"priority" must be one of') },
      ],
    });
    expect(kept()).toHaveLength(2);
    expect(server.counts.refusedAlerts).toBeGreaterThanOrEqual(2);
  });

  it('of which the last is truncated are told so', async () => {
    const reply = await post(server.port, `${falcoAlert(1)}\n${falcoAlert(2).slice(0, 50)}`);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({
      accepted: 1,
      refused: [{ index: 1, reason: expect.stringContaining('not closed') }],
    });
    expect(kept()).toHaveLength(1);
  });

  it('on lines of their own lose nothing to a broken line between them', async () => {
    const broken = falcoAlert(2).slice(0, 50);
    const reply = await post(server.port, [falcoAlert(1), broken, '{"a" 1}', falcoAlert(3)].join('\n'));
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ accepted: 2, refused: [{ index: 1 }, { index: 2 }] });
    expect(kept().map(({ time }) => time.slice(-2, -1))).toEqual(['1', '3']);
  });

  it('are refused together where they are too many', async () => {
    const reply = await post(server.port, Array.from({ length: 101 }, (_, number) => falcoAlert(number)).join('\n'));
    expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('more than 100 alerts') });
    expect(kept()).toHaveLength(0);
  });
});

it('counts what came in', async () => {
  await using fresh = await IntakeServer.start();
  await post(fresh.port, falcoAlert(1));
  await post(fresh.port, falcoAlert(2, { hostname: null, priority: 'info' }));
  await post(fresh.port, '{}');
  await post(fresh.port, 'x');
  const { counts } = fresh;
  expect(counts).toMatchObject({ acceptedRequests: 2, keptAlerts: 2, refusedAlerts: 2 });
  expect(Object.fromEntries(counts.refusedRequests)).toEqual({ invalid: 1, syntax: 1 });
  expect(counts.ackLatency.counts.reduce((sum, count) => sum + count)).toBe(2);
  expect(counts.alerts.series().map(({ values }) => values)).toEqual([
    ['node-1', 'Write below binary dir', '5', 'error', 'syscall', 'default', ''],
    ['unknown', 'Write below binary dir', '2', 'informational', 'syscall', 'default', ''],
  ]);
  expect(fresh.log.messages('warn')).toHaveLength(2);
});

it('takes as many fields as may be', async () => {
  const reply = await post(server.port, falcoAlert(1, { output_fields: fieldsOf(4096, 10_000) }));
  expect(reply).toMatchObject({ status: 200 });
  expect(kept()).toHaveLength(1);
});
