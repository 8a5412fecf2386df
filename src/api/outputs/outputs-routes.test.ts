import { createServer, type Server } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import { eventually } from '#journal/testing/eventually.ts';
import { referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { createDelivery, type Delivery } from '#delivery/delivery.ts';
import { OutputPauses } from '#delivery/output-pauses.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { optionSchemas } from '#config/options.generated.ts';
import { outputListings } from '#config/output-listing.ts';
import {
  deadLetterReasons,
  deadLetters,
  outputDetail,
  outputs,
  outputType,
  outputTypes,
  preview,
  testResult,
} from '../contract/outputs.ts';
import { audit } from '../contract/session.ts';
import { startConsoleServer, type ConsoleServer } from '../testing/console-server.ts';

const token = 'T0KEN-not-to-be-seen';
let statuses: number[];
let received: string[];
let destination: Server;
let journal: SqliteJournal;
let delivery: Delivery;
let server: ConsoleServer;

beforeAll(async () => {
  [statuses, received] = [[], []];
  destination = createServer((request, response) => {
    request.on('data', (chunk) => received.push(String(chunk)));
    request.on('end', () => response.writeHead(statuses.shift() ?? 200).end('so it is'));
  });
  await new Promise<void>((resolve) => destination.listen(0, '127.0.0.1', resolve));
  const address = destination.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { configuration } = await loadConfiguration({
    file: 'tiercel.yaml',
    environment: {},
    readFile: () =>
      `outputs:
  - name: hook
    type: webhook
    address: http://127.0.0.1:${port}/falco
    minimumpriority: notice
    customheaders: { Authorization: "${token}" }`,
  });
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  const pauses = await OutputPauses.open(journal.documents);
  const { proxy, certificates } = configuration;
  const connect = { proxy, certificates, allowedHosts: ['127.0.0.1'], stdout: new PassThrough() };
  delivery = createDelivery({ journal, pauses, clock: systemClock, random: Math.random, log: silentLog, connect });
  await delivery.start(configuration.outputs);
  server = await startConsoleServer({
    journal,
    delivery,
    outputs: {
      configuration: () => configuration,
      types: outputListings(optionSchemas),
      testAlert: () => testAlert,
    },
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await delivery.stop(0);
  await journal.close();
  destination.close();
});

async function ask(path: string, body?: object): Promise<unknown> {
  const init = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  };
  const text = await (await fetch(`${server.url}/api/v1${path}`, init)).text();
  expect(text).not.toContain(token);
  return JSON.parse(text);
}

async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  return schema.parse(await ask(path));
}

describe('outputs', () => {
  it('tell how they are', async () => {
    await journal.append([testAlert, ...Object.values(referenceAlerts)]);
    await eventually(async () => expect((await get('/outputs', outputs)).outputs[0]?.owed).toBe(0));
    const [one] = (await get('/outputs', outputs)).outputs;
    expect(one).toMatchObject({
      name: 'hook',
      type: 'webhook',
      title: 'Webhook',
      state: 'healthy',
      minimumPriority: 'Notice',
      destination: expect.stringMatching(/^127\.0\.0\.1:\d+\/falco$/),
    });
    expect(one?.delivered).toBeGreaterThan(0);
    expect(one?.latencyP99Ms).toBeGreaterThanOrEqual(one?.latencyP50Ms ?? Infinity);
    const detail = await get('/outputs/hook', outputDetail);
    expect(detail.options).toMatchObject({ customheaders: { Authorization: '[secret]' } });
    expect(Object.keys(Object(detail.schema)['properties'])).toContain('address');
  });

  it('are paused and resumed', async () => {
    expect(await ask('/outputs/hook/pause', {})).toEqual({ done: true });
    const before = received.length;
    await journal.append([referenceAlerts['shell in a container'] ?? testAlert]);
    const { outputs: paused } = await get('/outputs', outputs);
    expect(paused).toMatchObject([{ state: 'paused', pausedBy: expect.any(String), owed: 1 }]);
    expect(received).toHaveLength(before);
    expect((await OutputPauses.open(journal.documents)).get('hook')).toBeDefined();
    await ask('/outputs/hook/resume', {});
    await eventually(async () => expect(await get('/outputs', outputs)).toMatchObject({ outputs: [{ owed: 0 }] }));
  });

  it('are tried out, and get an alert once more', async () => {
    statuses = [404];
    const refused = testResult.parse(await ask('/outputs/hook/test', {}));
    expect(refused).toMatchObject({ isDelivered: false, status: 404 });
    const sent = testResult.parse(await ask('/alerts/2/send', { output: 'hook' }));
    expect(sent).toMatchObject({ isDelivered: true, status: 200, answer: 'so it is' });
    expect(await ask('/alerts/2/send', { output: 'other' })).toMatchObject({ error: /There is no output "other"/ });
    expect(await ask('/alerts/99/send', { output: 'hook' })).toMatchObject({ error: /There is no alert/ });
    const { events } = await get('/audit', audit);
    expect(events.map(({ action }) => action)).toEqual(['alert.send', 'output.test', 'output.resume', 'output.pause']);
  });

  it('leave dead letters, which are seen to by their reason', async () => {
    statuses = [400, 400];
    const [alert = testAlert] = Object.values(referenceAlerts).slice(1);
    await journal.append([alert, alert]);
    await eventually(async () => expect((await get('/outputs', outputs)).outputs[0]?.dead).toBe(2));
    const { reasons } = await get('/dead-letters/reasons', deadLetterReasons);
    expect(reasons).toMatchObject([
      { output: 'hook', count: 2, remedy: expect.stringContaining('does not understand') },
    ]);
    const reason = reasons[0]?.reason ?? '';
    const page = await get(`/dead-letters?limit=1&reason=${encodeURIComponent(reason)}`, deadLetters);
    const rest = await get(`/dead-letters?before=${page.next}`, deadLetters);
    expect([...page.deadLetters, ...rest.deadLetters]).toHaveLength(2);
    const [last] = page.deadLetters;
    expect(await ask('/dead-letters/redrive', { output: 'hook', seqs: [last?.seq] })).toEqual({ redriven: 1 });
    expect(await ask('/dead-letters/drop', { reason, because: 'obsolete' })).toEqual({ dropped: 1 });
  });
});

describe('types of output', () => {
  it('are listed, each with its options', async () => {
    const { types } = await get('/output-types', outputTypes);
    expect(types.find(({ id }) => id === 'webhook')).toMatchObject({ title: 'Webhook', isConfigured: true });
    for (const { id } of types) expect(await get(`/output-types/${id}`, outputType)).toMatchObject({ id });
    expect(await ask('/output-types/nothing')).toMatchObject({ error: /no output type "nothing"/ });
  });

  it('show what they would send by any of their examples, without secrets', async () => {
    for (const { id } of (await get('/output-types', outputTypes)).types) {
      const { examples } = await get(`/output-types/${id}`, outputType);
      for (const { options } of examples) {
        const shown = preview.parse(await ask(`/output-types/${id}/preview`, { options }));
        expect({ id, problems: shown.problems }).toEqual({ id, problems: [] });
        expect({ id, isShown: shown.message !== '' }).toEqual({ id, isShown: true });
      }
    }
  });

  it('show a message although its secret is a reference or missing, and write references', async () => {
    const options = { webhookurl: '${HOOK}', channel: '#falco', customheaders: { 'X-Key': 'hidden' } };
    const shown = preview.parse(await ask('/output-types/slack/preview', { options, alert: testAlert.uuid }));
    expect(shown.problems).toEqual([]);
    expect(shown.message).toContain('POST ');
    expect(shown.yaml).toContain('webhookurl: ${HOOK}');
    expect(shown.yaml).not.toContain('hidden');
    const missing = preview.parse(await ask('/output-types/slack/preview', { options: {} }));
    expect(missing).toMatchObject({ problems: [], message: expect.stringContaining('POST ') });
    const plain = { webhookurl: 'https://hooks.slack.com/services/T/B/very-secret' };
    const given = preview.parse(await ask('/output-types/slack/preview', { options: plain }));
    expect(JSON.stringify(given)).not.toContain('very-secret');
    expect(given.yaml).toContain('webhookurl: ${SLACK_WEBHOOKURL}');
  });

  it('say what is wrong with options, and where', async () => {
    const options = { webhookurl: 'https://example.com', outputformat: 'odd', timeout: 'soon', extra: 1 };
    const { problems, message } = preview.parse(await ask('/output-types/slack/preview', { options }));
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['', 'outputformat', 'timeout']);
    expect(problems.find(({ path }) => path === 'outputformat')?.message).toMatch(/^It must be one of "all"/);
    expect(message).toBe('');
  });
});
