import { createServer } from 'node:net';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import type { ConfiguredOutput, Output } from '#outputs/output.ts';
import { isHttpRequest } from '#outputs/testing/wire-text.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { attempt, type AttemptResult } from '#delivery/attempt.ts';
import { ConnectionKeeper } from '#delivery/connection-keeper.ts';
import { Deadlines } from '#delivery/deadlines.ts';
import { createDelivery } from '#delivery/delivery.ts';
import { createMask } from '#delivery/mask.ts';
import { pendingAlert } from '#delivery/pending-alert.ts';
import { defaultPolicy } from '#delivery/policy.ts';
import { TlsContexts } from '#delivery/tls-contexts.ts';
import { numberedAlert } from '#delivery/testing/alerts.ts';
import { connectSettings, deliveryOutput } from '#delivery/testing/fake-output.ts';
import { answering, startServer, type Respond, type TestServer } from '#delivery/testing/http-server.ts';
import { redirected } from '#delivery/testing/redirected.ts';
import { acceptingAnswer } from './delivery-http/accepting-answer.ts';
import { plainExamples } from './delivery-http/plain-examples.ts';
import { makeHome } from './delivery-http/home.ts';

const outputs: readonly Output[] = catalog;
const httpOutputs = outputs.filter(({ transport }) => transport === 'http');
const installation = { customfields: [], templatedfields: [], outputs: [], consoleurl: undefined };
const contexts = new TlsContexts();
const entry = { seq: 1, receivedAtMs: 0, lane: 'normal', alert: numberedAlert(1) } as const;
const home = makeHome();
let server: TestServer;
let connections: ConnectionKeeper | undefined;

beforeAll(async () => {
  vi.stubEnv('HOME', home);
  server = await startServer(answering(200));
});

afterEach(async () => connections?.close());

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** One attempt through the real transport, as the delivery makes it. */
async function send(output: ConfiguredOutput, respond: Respond, timeoutMs = 30_000): Promise<AttemptResult> {
  server.respond = respond;
  const configured = deliveryOutput(redirected(output, server.origin), { timeoutMs });
  const settings = connectSettings();
  const mask = createMask([]);
  const common = { policy: defaultPolicy, clock: systemClock, log: silentLog, contexts, settings, mask };
  connections = new ConnectionKeeper({ ...common, output: configured });
  const deadlines = new Deadlines(systemClock, timeoutMs);
  const parts = { output: configured.output, connections, deadlines, clock: systemClock, mask };
  const result = await attempt([pendingAlert(entry, 0)], parts);
  deadlines.close(new Error('The test is over'));
  if (!result) throw new Error('The attempt was broken off');
  return result;
}

function outcomeOf({ delivered, failed }: AttemptResult): string {
  return delivered.length > 0 ? 'delivered' : (failed[0]?.failure.kind ?? 'nothing');
}

const pour: (status: number) => Respond = (status) => (response) => {
  response.writeHead(status);
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(16_384))) {
      // Until the other side takes no more.
    }
  };
  response.on('drain', more);
  more();
};

/** What the other side does, and what it means for whatever is sent. A date is read against the clock of this machine. */
const faults: readonly (readonly [name: string, respond: Respond, outcome: string])[] = [
  ['400', answering(400, {}, 'bad'), 'rejected'],
  ['401', answering(401), 'misconfigured'],
  ['403', answering(403), 'misconfigured'],
  ['404', answering(404), 'misconfigured'],
  ['408', answering(408), 'retryable'],
  ['413', answering(413), 'rejected'],
  ['422', answering(422), 'rejected'],
  ['425', answering(425), 'retryable'],
  ['429 without Retry-After', answering(429), 'retryable'],
  ['429 with seconds', answering(429, { 'Retry-After': '3' }), 'throttled'],
  ['429 with a date', answering(429, { 'Retry-After': 'Fri, 01 Jan 2100 00:00:00 GMT' }), 'throttled'],
  ['429 with 0', answering(429, { 'Retry-After': '0' }), 'retryable'],
  ['429 with a negative number', answering(429, { 'Retry-After': '-5' }), 'retryable'],
  ['429 with ten years', answering(429, { 'Retry-After': '315360000' }), 'throttled'],
  ['429 with garbage', answering(429, { 'Retry-After': 'tomorrow' }), 'retryable'],
  ['500', answering(500), 'retryable'],
  ['502', answering(502), 'retryable'],
  ['503', answering(503), 'retryable'],
  ['503 with seconds', answering(503, { 'Retry-After': '3' }), 'throttled'],
  ['504', answering(504), 'retryable'],
  ['a redirection', answering(308, { Location: 'https://example.com/' }), 'misconfigured'],
  ['an endless error', pour(500), 'retryable'],
  ['a connection that is reset', (response) => response.socket?.resetAndDestroy(), 'retryable'],
  [
    'an answer that breaks off',
    (response) => response.writeHead(500).write('x', () => response.destroy()),
    'retryable',
  ],
  [
    'endless headers',
    (response) => response.socket?.write('HTTP/1.1 200 OK\r\n' + 'X-Y: 0123\r\n'.repeat(9999)),
    'retryable',
  ],
];

describe.for(httpOutputs)('$id', (output) => {
  const [example] = Object.values(output.examples);
  const configured = output.configure(example, installation);

  it.for(plainExamples(output))('delivers as in the example "%s"', async ([, options]) => {
    const accepting = output.configure(options, installation);
    expect(outcomeOf(await send(accepting, acceptingAnswer(server, output.id)))).toBe('delivered');
  });

  /** What comes before a delivery, such as the question whether there is an issue, is answered well. */
  function faulty(respond: Respond): Respond {
    const accept = acceptingAnswer(server, output.id);
    const delivered = configured.encode([entry.alert]);
    // An output that makes its requests only when it delivers, as for policy reports, meets the fault in all of them.
    if (!isHttpRequest(delivered)) return respond;
    const url = new URL(delivered.url.reveal());
    const target = `${delivered.method ?? 'POST'} ${url.pathname}${url.search}`;
    return (response, request) => (`${request.method} ${request.url}` === target ? respond : accept)(response, request);
  }

  it.for(faults)('meets %s', async ([, respond, outcome]) => {
    const result = await send(configured, faulty(respond));
    expect(outcomeOf(result)).toBe(outcome);
    const { message = '' } = result.failed[0]?.failure ?? {};
    expect(message).not.toBe('');
    for (const { url } of server.requests.slice(-1)) if (url !== '/') expect(message).not.toContain(url);
  });

  it('does not lose an alert to an endless answer of success', async () => {
    expect(['delivered', 'retryable', 'misconfigured']).toContain(outcomeOf(await send(configured, pour(200))));
  });

  it('does not wait longer than its deadline for an answer', async () => {
    const result = await send(configured, () => {}, 150);
    expect(outcomeOf(result)).toBe('retryable');
    expect(result.failed[0]?.failure.message).toBe('There was no answer within 0.15 s');
  });

  it('keeps every alert through all of it, with the real journal', async () => {
    const journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
    let answers = 0;
    const nuisances = [answering(500), answering(429, { 'Retry-After': '0.1' }), answering(401), answering(408)];
    const accept = acceptingAnswer(server, output.id);
    server.respond = (response, request) => (nuisances[answers++] ?? accept)(response, request);
    const delivery = createDelivery({
      journal,
      clock: systemClock,
      random: () => 0,
      log: silentLog,
      connect: connectSettings(),
    });
    const lingering = configured.batch && { ...configured.batch, lingerMs: 0 };
    const target = { ...redirected(configured, server.origin), batch: lingering };
    await delivery.start([deliveryOutput(target, { name: output.id, type: output.id })]);
    await journal.append(Array.from({ length: 20 }, (_, index) => numberedAlert(index, index % 2 ? 'Error' : 'Alert')));
    await expect
      .poll(async () => (await journal.ledger())[0], { timeout: 20_000 })
      .toMatchObject({
        received: 20,
        delivered: 20,
        owed: 0,
        dead: 0,
      });
    await delivery.stop(1000);
    await journal.close();
  });
});

it('leaves one output alone while another meets a server that never answers', async () => {
  const deaf = createServer(() => {}).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const address = deaf.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const [first] = httpOutputs;
  if (!first) throw new Error('There is no HTTP output');
  const configured = first.configure(Object.values(first.examples)[0], installation);
  const journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  server.respond = acceptingAnswer(server, first.id);
  const log = silentLog;
  const delivery = createDelivery({
    journal,
    clock: systemClock,
    random: Math.random,
    log,
    connect: connectSettings(),
  });
  await delivery.start([
    deliveryOutput(redirected(configured, `http://127.0.0.1:${port}`), { name: 'deaf' }),
    deliveryOutput(redirected(configured, server.origin), { name: 'healthy', maxconcurrentrequests: 4 }),
  ]);
  for (let round = 0; round < 20; round++) {
    await journal.append(Array.from({ length: 10 }, (_, index) => numberedAlert(round * 10 + index)));
  }
  const ledgerOf = async (name: string) => (await journal.ledger()).find(({ output }) => output === name);
  await expect.poll(async () => ledgerOf('healthy'), { timeout: 20_000 }).toMatchObject({ delivered: 200, owed: 0 });
  expect(await ledgerOf('deaf')).toMatchObject({ delivered: 0, owed: 200, dead: 0 });
  await delivery.stop(0);
  await journal.close();
  deaf.close();
});
