import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { catalog } from '#outputs/catalog.generated.ts';
import type { Output } from '#outputs/output.ts';
import { describeConfiguration } from '#config/describe-configuration.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { createAuthority } from '#delivery/testing/certificates.ts';
import { brokenFiles } from './broken-files.ts';
import { Canaries, leaksIn } from './canary.ts';
import { quoted, quoting, startEchoServer, type EchoServer, type Misbehave } from './echo-server.ts';
import { plantedOptions, type Target } from './planted-options.ts';
import { command, RunningTiercel, until } from './running-tiercel.ts';

/**
 * Every secret of every output is a canary, every output meets every kind of fault, and whoever is on the other side
 * quotes the request in each answer. No canary may show in anything that Tiercel shows, stores or logs.
 */

/** Thousands of outputs answer slowly, and thousands of secrets take their time to look for. */
vi.setConfig({ testTimeout: 180_000 });

const outputs: readonly Output[] = catalog;
const canaries = new Canaries();
const token = canaries.plant('console.token');
const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-secrets-'));
const file = path.join(folder, 'tiercel.yaml');
const cleanup = new AsyncDisposableStack();
const servers = new Map<string, EchoServer>();
let configuration: Readonly<Record<string, unknown>>;
let tiercel: RunningTiercel;
let proxy: string;

const breakOff: Misbehave = (socket, request) => {
  socket.write(`HTTP/1.1 500 no\r\nContent-Length: 100000\r\n\r\n${quoted(request)}`, () => socket.destroy());
};

/** What the other side does, where there is one that hears the request. */
const misbehaviours: Readonly<Record<string, Misbehave>> = {
  ...Object.fromEntries(
    [200, 400, 401, 403, 404, 413, 500, 503].map((status) => [`status-${status}`, quoting(status)]),
  ),
  'status-429': quoting(429, { 'Retry-After': '1' }),
  redirect: quoting(302, { Location: 'https://elsewhere.example/?%q' }),
  'broken-off': breakOff,
  garbage: (socket, request) => void socket.end(`SSH-2.0-${quoted(request)}\r\n`),
  oversized: quoting(500, {}, 100),
  'oversized-success': quoting(200, {}, 100),
  reset: (socket) => void socket.resetAndDestroy(),
  deaf: () => {},
};

/** The faults that mean something to who speaks another protocol than HTTP. */
const socketFaults = new Set([
  'status-200',
  'garbage',
  'reset',
  'deaf',
  'refused',
  'no-tls',
  'wrong-certificate',
  'unknown',
]);

beforeAll(async () => {
  const authority = await createAuthority();
  cleanup.use(authority);
  for (const [name, misbehave] of Object.entries(misbehaviours)) {
    servers.set(name, cleanup.use(await startEchoServer(misbehave)));
  }
  const plain = cleanup.use(await startEchoServer(quoting(200)));
  const closed = await startEchoServer(quoting(200));
  await closed[Symbol.asyncDispose]();
  const untrusted = cleanup.use(await startEchoServer(quoting(200), (await authority.issue('other.example')).server));
  const gateway = cleanup.use(await startEchoServer(quoting(407)));
  proxy = `http://${encodeURIComponent(canaries.plant('proxy'))}:${encodeURIComponent(canaries.plant('proxy'))}@127.0.0.1:${gateway.port}`;

  const loopback = { scheme: 'http', host: '127.0.0.1' } as const;
  const targets: Readonly<Record<string, Target>> = {
    ...Object.fromEntries([...servers].map(([name, { port }]) => [name, { ...loopback, port }])),
    refused: { ...loopback, port: closed.port },
    'no-tls': { ...loopback, scheme: 'https', port: plain.port },
    'wrong-certificate': { ...loopback, scheme: 'https', port: untrusted.port },
    unknown: { scheme: 'http', host: 'nowhere.invalid', port: 80 },
    proxied: { scheme: 'http', host: 'proxied.example', port: 80 },
    tunnelled: { scheme: 'https', host: 'proxied.example', port: 443 },
  };
  configuration = {
    listenaddress: '127.0.0.1',
    listenport: 0,
    console: { listenaddress: '127.0.0.1', listenport: 0, token },
    journal: { path: path.join(folder, 'journal') },
    log: { level: 'trace', format: 'json' },
    outputs: Object.entries(targets).flatMap(([fault, target]) => entriesFor(fault, target)),
  };
  writeFileSync(file, stringify(configuration));
  const environment = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: 'nowhere.invalid' };
  tiercel = cleanup.use(await RunningTiercel.start(file, environment));
  await post('first');
  await until(async () => (await unsettled()).length === 0, 'every output was tried');
  await post('second');
}, 600_000);

afterAll(async () => {
  await cleanup.disposeAsync();
  rmSync(folder, { recursive: true, force: true });
});

/** One output for each example of each type. */
function entriesFor(fault: string, target: Target): object[] {
  return outputs
    .filter(({ transport }) => transport === 'http' || (transport === 'socket' && socketFaults.has(fault)))
    .flatMap((output) =>
      Object.values(output.examples).map((example, index) => {
        const name = `${output.id}-${index}-${fault}`;
        const place = `${output.id}-${index}`;
        return { ...plantedOptions(output, example, target, canaries, place), name, type: output.id };
      }),
    );
}

async function post(text: string): Promise<void> {
  const alert = { output: text, priority: 'Critical', rule: text, time: new Date().toISOString() };
  const body = JSON.stringify({ ...alert, output_fields: { 'user.name': 'root' } });
  expect((await fetch(tiercel.falco, { method: 'POST', body })).status).toBe(200);
}

async function ask(pathname: string, headers: Readonly<Record<string, string>> = { Authorization: `Bearer ${token}` }) {
  const response = await fetch(`${tiercel.console}${pathname}`, { headers });
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
}

const listed = z.object({
  outputs: z.array(
    z.looseObject({
      name: z.string(),
      lastError: z.unknown().optional(),
      delivered: z.number(),
      dead: z.number(),
    }),
  ),
});

async function unsettled(): Promise<readonly string[]> {
  const text = await ask('/api/v1/outputs');
  const status = listed.parse(JSON.parse(text.slice(text.indexOf('\n'))));
  return status.outputs
    .filter(({ lastError, delivered, dead }) => !lastError && delivered + dead === 0)
    .map(({ name }) => name);
}

it('plants a canary in every secret option of every output, and each reaches the other side', () => {
  const heard = [...servers.values()].map((server) => server.heard()).join('\n');
  const decoded = [...heard.matchAll(/basic (\S+)/gi)].map(([, text = '']) => Buffer.from(text, 'base64').toString());
  const sent = canaries.placesIn([heard, ...decoded].join('\n'));
  const planted = new Set([...canaries.planted.values()].filter((place) => !/^(?:console|proxy)/.test(place)));
  expect([...planted].filter((place) => !sent.has(place) && !isUnused(place))).toEqual([]);
});

/** Where two ways to show who one is are set, one counts; and a name without its password is not sent. */
const unused: readonly RegExp[] = [
  /^elasticsearch-\d\.(?:apikey|password|hostport)/,
  /^(?:loki|influxdb)-\d\.(?:apikey|password|hostport)/,
  /^(?:github|grafana|jira|ntfy|servicenow|spyderbat)-\d\.(?:hostport|apiurl|password)/,
  /^(?:openobserve|victorialogs|zincsearch)-\d\.(?:password|hostport)/,
  /^(?:matrix|zulip|wazuh)-\d\.hostport/,
  /^splunk-\d\.host/,
  /^dynatrace-\d\.apiurl/,
  /^wavefront-0\.endpointtoken/,
  // Who hears only HTTP/1.1 hears nothing of gRPC; and of variables, those count that have a meaning.
  /^otlp\.\w+-1\.|\.extraenvvars$/,
  /^(?:gcp\.cloudrun|n8n|nodered)-\d\.(?:endpoint|address|password|headerauthvalue)/,
  // Services in a cluster, which no option names the address of.
  /^(?:fission|kubeless|kubernetesevents|openfaas|policyreport)-\d\.customheaders/,
  // Brokers are told who one is once they have said who they are; and each login counts where it is asked for.
  /^(?:kafka|nats|rabbitmq|stan)-\d\.|^mqtt-(?:\d\.broker|1\.)|^redis-\d\.(?:sentinel)?password/,
  // They say nothing to who does not greet them in their own protocol.
  /^(?:mysql|postgresql|smtp|timescaledb)-\d\./,
  // TLS, which nothing here speaks that would hear it.
  /^gelf-2\./,
  // Only digests of these are ever sent, and to a server that asks for them.
  /^fluentd-\d\.(?:sharedkey|password)/,
  // Their hosts are fixed: nothing here hears what they send.
  /^(?:opsgenie|pagerduty)-/,
];

function isUnused(place: string): boolean {
  return unused.some((pattern) => pattern.test(place));
}

describe('shows no secret', () => {
  it('in the log at its finest level', () => {
    expect(tiercel.log).toContain('"level":"warn"');
    expect(leaksIn(tiercel.log)).toEqual([]);
  });

  it.for(['metrics', 'readyz', 'livez', 'healthz', 'ping'])('at /%s', async (pathname) => {
    const response = await fetch(`${tiercel.falco}${pathname}`);
    expect(leaksIn(await response.text())).toEqual([]);
  });

  it.for([
    '/',
    '/healthz',
    '/nothing',
    '/api/v1/status',
    '/api/v1/outputs',
    '/api/v1/alerts',
    '/api/v1/alerts/1',
    '/api/v1/alerts/2',
    '/api/v1/alerts/none',
    '/api/v1/dead-letters?limit=1000',
    '/api/v1/alerts?limit=x',
  ])('at %s of the console', async (pathname) => {
    expect(leaksIn(await ask(pathname))).toEqual([]);
    expect(leaksIn(await ask(pathname, {}))).toEqual([]);
    expect(leaksIn(await ask(pathname, { Authorization: 'Bearer wrong' }))).toEqual([]);
  });

  it('in what the journal keeps of answers, and keeps the answers', async () => {
    expect(await ask('/api/v1/alerts/1')).toContain('[secret]');
    expect(await ask('/api/v1/dead-letters?limit=1000')).toContain('[secret]');
    const names = readdirSync(path.join(folder, 'journal'), { recursive: true, withFileTypes: true });
    const contents = names
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
    expect(contents.join('').length).toBeGreaterThan(10_000);
    expect(leaksIn(contents.join('\n'))).toEqual([]);
  });

  it.for([
    ['outputs'],
    ['outputs', '--json'],
    ['explain', '1'],
    ['explain', '1', '--json'],
    ['dead-letters'],
    ['dead-letters', '--json'],
    ['dead-letters', 'show', '1'],
  ])('in what "tiercel %s" prints', async (operands) => {
    const written = await command([...operands, '--url', tiercel.console], { CONSOLE_TOKEN: token });
    expect(written).toContain('slack-0-status-400');
    expect(leaksIn(written)).toEqual([]);
  });

  it('in what "tiercel check" prints', async () => {
    const written = await command(['check', '-c', file], { HTTP_PROXY: proxy });
    expect(written).toContain('The configuration is valid');
    expect(leaksIn(written)).toEqual([]);
  });

  it('when a changed file is broken', async () => {
    const [first] = Object.values(configuration['outputs'] ?? {});
    const texts = brokenFiles(stringify({ ...configuration, outputs: [first] }));
    const refused: string[] = [];
    for (const text of texts) {
      writeFileSync(file, text);
      const { shown, isRefused } = await loaded();
      expect(leaksIn(shown)).toEqual([]);
      if (isRefused) refused.push(text);
      const before = reloads();
      tiercel.hangUp();
      await until(() => reloads() > before, 'it was read');
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(leaksIn(tiercel.log)).toEqual([]);
  }, 120_000);
});

/** What "tiercel check" prints of the file. */
async function loaded(): Promise<{ shown: string; isRefused: boolean }> {
  try {
    const { configuration: read, notes, differences } = await loadConfiguration({ file, environment: {} });
    return { shown: describeConfiguration(read) + JSON.stringify([notes, differences]), isRefused: false };
  } catch (error) {
    return { shown: String(error), isRefused: true };
  }
}

/** How often the configuration was read anew, for better or worse. */
function reloads(): number {
  return tiercel.log.split(/The new configuration is (?:refused|in force)/).length;
}
