import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { falcosidekickTestInput } from '#outputs/testing/alerts.ts';
import { temporaryFolder } from '#outputs/testing/programs.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { startApp, type App } from '#app/create-app.ts';
import { hasOtlpReceiver, startOtlpReceiver, type OtlpReceiver } from './receiver.ts';

const alwaysSet = {
  LISTENADDRESS: '127.0.0.1',
  LISTENPORT: '0',
  CONSOLE_ENABLED: 'false',
  STDOUT_ENABLED: 'false',
  CUSTOMFIELDS: 'cluster:eu-1',
  OTLP_METRICS_INTERVAL: '1s',
  OTLP_METRICS_EXTRAATTRIBUTES: 'proc.name, proc.tty',
};

let lines: string[];
let app: App | undefined;

async function configurationOf(variables: Readonly<Record<string, string>>) {
  const environment = { ...alwaysSet, JOURNAL_PATH: temporaryFolder(), ...variables };
  return (await loadConfiguration({ environment })).configuration;
}

async function start(variables: Readonly<Record<string, string>>): Promise<App> {
  const note = (details: object, message: string) => {
    if (message.startsWith('Metrics')) lines.push(`${message} ${JSON.stringify(details)}`);
  };
  const log: Log = { debug() {}, info: note, warn: note, error: note };
  const configuration = await configurationOf(variables);
  const { stdout } = process;
  app = await startApp({ configuration, clock: systemClock, random: Math.random, log, stdout });
  return app;
}

async function postAlert({ addresses }: App): Promise<void> {
  const response = await fetch(addresses.falco, { method: 'POST', body: falcosidekickTestInput });
  expect(response.status).toBe(200);
}

/** Every object of a request that has a name, such as its metrics, by that name. */
function named(value: unknown, found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return found;
  if ('name' in value && typeof value.name === 'string') found.set(value.name, value);
  for (const inner of Object.values(value)) named(inner, found);
  return found;
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const counted = { dataPoints: [expect.objectContaining({ asInt: '1' })], aggregationTemporality: 2, isMonotonic: true };

/** What one alert makes of the metrics. */
function expectOneAlert(metrics: ReadonlyMap<string, unknown>): void {
  expect(metrics.get('falcosecurity_falcosidekick_inputs')).toMatchObject({
    sum: {
      dataPoints: [
        { asInt: '1', attributes: [attribute('source', 'requests'), attribute('status', 'accepted')] },
        { asInt: '0', attributes: [attribute('source', 'requests'), attribute('status', 'rejected')] },
      ],
    },
  });
  expect(metrics.get('falcosecurity_falco_rules_matches_total')).toMatchObject({ sum: counted });
  const tags = {
    key: 'tags',
    value: { arrayValue: { values: [{ stringValue: 'example' }, { stringValue: 'test' }] } },
  };
  expect(Object(metrics.get('falcosecurity_falco_rules_matches_total')).sum.dataPoints[0].attributes).toEqual([
    attribute('cluster', 'eu-1'),
    attribute('proc_name', 'falcosidekick'),
    attribute('proc_tty', ''),
    attribute('source', 'internal'),
    attribute('priority', 'Debug'),
    attribute('rule', 'Test rule'),
    attribute('hostname', 'test-host'),
    tags,
  ]);
  expect(metrics.get('tiercel_received_alerts_total')).toMatchObject({ sum: counted });
  expect(metrics.get('tiercel_journal_alerts')).toMatchObject({ gauge: { dataPoints: [{ asInt: '1' }] } });
  const { bucketCounts, explicitBounds, count } = Object(metrics.get('tiercel_ack_seconds')).histogram.dataPoints[0];
  expect(count).toBe('1');
  expect(bucketCounts).toHaveLength(explicitBounds.length + 1);
  expect(bucketCounts.map(Number).reduce((sum: number, one: number) => sum + one, 0)).toBe(1);
  expect([...metrics.keys()].filter((name) => name.startsWith('falcosecurity_falcosidekick_falco'))).toEqual([]);
}

beforeEach(() => {
  lines = [];
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

describe('a receiver by HTTP', () => {
  let server: Server;
  let endpoint: string;
  let status: number;
  let bodies: unknown[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        if (status === 200) bodies.push({ path: request.url, headers: request.headers, ...JSON.parse(body) });
        response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"message":"swordfish is wrong"}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });

  beforeEach(() => {
    status = 200;
    bodies = [];
  });

  afterAll(() => server.close());

  const variables = () => ({ OTLP_METRICS_ENDPOINT: endpoint, OTLP_METRICS_PROTOCOL: 'http/json' });

  it('is told every so often', async () => {
    const environment = 'OTEL_RESOURCE_ATTRIBUTES:k8s.cluster.name=eu-1';
    const extra = { OTLP_METRICS_HEADERS: 'api-key=swordfish', OTLP_METRICS_EXTRAENVVARS: environment };
    await postAlert(await start({ ...variables(), ...extra }));
    await expect.poll(() => bodies.length, { timeout: 10_000 }).toBeGreaterThan(1);
    const last = bodies.at(-1);
    expect(last).toMatchObject({ path: '/v1/metrics', headers: { 'api-key': 'swordfish' } });
    expectOneAlert(named(last));
    expect(JSON.stringify(last)).toContain('{"key":"k8s.cluster.name","value":{"stringValue":"eu-1"}}');
    expect(JSON.stringify(last)).toContain('{"key":"service.version","value":{"stringValue":"0.1.0"}}');
  });

  it('is told a last time at the end', async () => {
    const running = await start({ ...variables(), OTLP_METRICS_INTERVAL: '1h' });
    await postAlert(running);
    await running.stop();
    expect(bodies).toHaveLength(1);
    expectOneAlert(named(bodies[0]));
  });

  it('costs nobody anything while it is down, and two lines of log', async () => {
    status = 503;
    const running = await start({ ...variables(), OTLP_METRICS_HEADERS: 'api-key=swordfish' });
    await expect.poll(() => lines.length, { timeout: 10_000 }).toBe(1);
    await postAlert(running);
    await systemClock.sleep(1500);
    status = 200;
    await expect.poll(() => bodies.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expectOneAlert(named(bodies[0]));
    await running.stop();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Metrics cannot be pushed .* answered 503: \[secret\] is wrong/);
    expect(lines[1]).toMatch(/^Metrics are pushed again/);
  });

  it('is told as soon as the configuration names it, and no more once it does not', async () => {
    const running = await start({});
    await running.reload(await configurationOf(variables()));
    await postAlert(running);
    await expect.poll(() => bodies.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await running.reload(await configurationOf({}));
    bodies = [];
    await systemClock.sleep(1500);
    await running.stop();
    expect(bodies).toEqual([]);
  });
});

describe.skipIf(!hasOtlpReceiver)('a receiver of OpenTelemetry', () => {
  let receiver: OtlpReceiver;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
  });

  afterAll(async () => receiver.end());

  it.for([
    ['http', 'http/protobuf'],
    ['http', 'http/json'],
    ['grpc', 'grpc'],
    ['grpcWithTls', 'grpc'],
  ] as const)('takes metrics at its port %s by %s', async ([port, protocol]) => {
    const running = await start({
      OTLP_METRICS_ENDPOINT: receiver.endpoints[port],
      OTLP_METRICS_PROTOCOL: protocol,
      OTLP_METRICS_COMPRESSION: 'gzip',
      OTLP_METRICS_INTERVAL: '1h',
      TLSCLIENT_CACERTFILE: receiver.certfile,
    });
    await postAlert(running);
    await running.stop();
    expect(lines).toEqual([]);
    expectOneAlert(named(receiver.requests().at(-1)?.request));
  });

  it('that refuses a part is a failure', async () => {
    const refused = { OTLP_METRICS_HEADERS: 'test-answer=partial%203', OTLP_METRICS_ENDPOINT: receiver.endpoints.http };
    const running = await start(refused);
    await running.stop();
    expect(lines).toEqual([expect.stringContaining('refused 3 of the items sent: too old')]);
  });
});
