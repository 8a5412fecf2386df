import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RunningTiercel } from '../security/running-tiercel.ts';

/** As scripts and plugins use Falcosidekick-UI: with a name and a password in each request. */
const headers = { Authorization: `Basic ${Buffer.from('admin:pass:word').toString('base64')}` };

const uuids = ['11111111-2222-4333-8444-555555555555', '21111111-2222-4333-8444-555555555555'];
const event = (index: number, changed: Readonly<Record<string, unknown>> = {}) => ({
  uuid: uuids[index],
  output: '12:00:00.000000000: Warning 🚀 Réverse shell of /etc/shadow',
  priority: 'Warning',
  rule: 'Attach to cluster-admin Role, twice',
  time: new Date(Date.now() - 1000 * index).toISOString(),
  output_fields: { 'evt.time': JSON.rawJSON('1507591916746609046'), 'fd.name': '/etc/shadow' },
  source: 'syscall',
  tags: ['mitre_execution', 'T1059'],
  hostname: 'node-10',
  ...changed,
});

const search = z.object({
  results: z.array(z.looseObject({ uuid: z.string(), rule: z.string(), tags: z.array(z.string()).optional() })),
  statistics: z.object({ all: z.int(), returned: z.int().optional() }),
});

let folder: string;
let tiercel: RunningTiercel;
const taken: unknown[] = [];

const ask = (below: string) => fetch(`${tiercel.console}/api/v1${below}`, { headers });
const answer = async (below: string): Promise<unknown> => (await ask(below)).json();
const find = async (query: string) => search.parse(await answer(`/events/search?${query}`));
const post = (below: string, body: unknown, more: Readonly<Record<string, string>> = headers) =>
  fetch(`${tiercel.console}${below}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'User-Agent': 'Falcosidekick', ...more },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-ui-'));
  const file = path.join(folder, 'tiercel.yaml');
  const lines = [
    'listenaddress: 127.0.0.1\nlistenport: 0',
    'console: { listenaddress: 127.0.0.1, listenport: 0 }',
    `journal: { path: ${folder}/journal }`,
    'customfields: { cluster: here }',
    'stdout: { enabled: true, minimumpriority: emergency }',
    'log: { format: json }',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  tiercel = await RunningTiercel.start(file, {
    FALCOSIDEKICK_UI_USER: 'admin:pass:word',
    FALCOSIDEKICK_UI_TTL: '1W',
    FALCOSIDEKICK_UI_REDIS_URL: 'redis:6379',
  });
  const payloads = [
    { event: event(0), outputs: ['Slack', 'WebUI'] },
    { event: event(1, { rule: 'Attach', priority: 'Error', hostname: 'node-1', tags: [] }), outputs: [] },
  ];
  for (const payload of payloads) taken.push(await (await post('/', payload)).json());
  const plain = { event: event(0, { uuid: undefined, priority: 'Notice' }), outputs: [] };
  for (const below of ['/api/v1/', '/api/v1/events/add']) taken.push(await (await post(below, plain)).json());
});

afterAll(async () => {
  await tiercel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('events', () => {
  it('are taken at every path, and answered as there', () => {
    expect(taken).toEqual(['{}', '{}', '{}', '{}']);
  });

  it('are kept as they come: uuid, emoji and large numbers, without fields of ours', async () => {
    const text = await (await ask(`/events/search?priority=Warning`)).text();
    expect(text).toContain('"evt.time":1507591916746609046');
    expect(text).toContain('🚀 Réverse shell');
    expect(text).toContain(`"uuid":"${uuids[0]}"`);
    expect(JSON.stringify((await find('priority=Warning')).results)).not.toContain('cluster":"here');
  });

  it('are taken as Falco writes them, too', async () => {
    const { uuid: _, ...raw } = event(0, { rule: 'Raw', source: 'k8s_audit' });
    expect((await post('/', raw)).status).toBe(200);
    expect((await find('rule=Raw')).results).toMatchObject([{ output_fields: { cluster: 'here' } }]);
  });

  it('are refused when they are none', async () => {
    expect((await post('/', { event: { rule: 'x' }, outputs: [] })).status).toBe(400);
    expect((await post('/', { event: event(0, { priority: '' }), outputs: [] })).status).toBe(400);
  });

  it('are not taken from whoever has no token', async () => {
    expect((await post('/', { event: event(0), outputs: [] }, {})).status).toBe(401);
    expect((await post('/', { event: event(0), outputs: [] }, { Authorization: 'Basic YTo=' })).status).toBe(401);
  });

  it.for([
    ['rule=Attach', 1],
    ['rule=Attach to cluster-admin Role, twice', 3],
    ['rule=Attach,Raw', 2],
    ['priority=error,warning', 3],
    ['hostname=node-10&priority=notice', 2],
    ['tags=T1059,nothing', 4],
    ['filter=/etc/shadow', 5],
    ['filter=shell', 5],
    ['filter=nothing', 0],
    ['source=syscall&since=15min', 4],
    ['source=null&since=null', 5],
    ['since=0s', 0],
    ['since=nonsense', 5],
  ] as const)('are found by %s', async ([query, all]) => {
    const { results, statistics } = await find(query);
    expect([statistics.all, results.length]).toEqual([all, all]);
    expect(await answer(`/events/count?${query}`)).toEqual({ statistics: { all } });
  });

  it('come page by page, newest first', async () => {
    const all = (await find('limit=100')).results.map(({ uuid }) => uuid);
    const pages = await Promise.all([1, 2, 3].map((page) => find(`limit=2&page=${page}`)));
    expect(pages.flatMap(({ results }) => results.map(({ uuid }) => uuid))).toEqual(all);
    expect(pages[0]?.statistics).toEqual({ returned: 2, all: 5 });
    expect((await find('page=9')).results).toEqual([]);
    expect(await (await ask('/events/search?pretty=true&limit=1')).text()).toContain('\n "results": [');
  });

  it.for([
    ['priority', { Warning: 2, Error: 1, Notice: 2 }],
    ['hostname', { 'node-10': 4, 'node-1': 1 }],
    ['source', { syscall: 4, k8s_audit: 1 }],
    ['tags', { mitre_execution: 4, T1059: 4 }],
    ['rule', { 'Attach to cluster-admin Role, twice': 3, Attach: 1, Raw: 1 }],
  ] as const)('are counted by %s', async ([by, results]) => {
    const all = Object.values(results).reduce((sum, count) => sum + count, 0);
    const statistics = { all, distincts: Object.keys(results).length };
    expect(await answer(`/events/count/${by}`)).toEqual({ results, statistics });
  });

  it('are counted by nothing else', async () => {
    expect((await ask('/events/count/nothing')).status).toBe(400);
  });
});

describe('everything else', () => {
  it('has the shapes of there', async () => {
    expect(await answer('/healthz')).toEqual({ status: 'ok' });
    expect(await answer('/outputs')).toEqual(['stdout']);
    expect(Object.keys(z.record(z.string(), z.string()).parse(await answer('/version'))).toSorted()).toEqual([
      'BuildDate',
      'Compiler',
      'GitCommit',
      'GitTreeState',
      'GitVersion',
      'GoVersion',
      'Platform',
    ]);
    for (const below of ['/config', '/configuration']) {
      expect(await answer(below)).toMatchObject({ ttl: 604_800, 'disable-auth': false, credentials: 'admin:*******' });
    }
    for (const below of ['/auth', '/authenticate']) {
      expect(await (await post(`/api/v1${below}`, {})).json()).toBe('authorized');
      const wrong = await post(`/api/v1${below}`, {}, { Authorization: `Basic ${btoa('admin:pass')}` });
      expect([wrong.status, await wrong.json()]).toEqual([401, 'unauthorized']);
    }
  });

  it('is read by nobody without name and password', async () => {
    for (const below of ['/events/search', '/events/count/rule', '/config', '/version', '/outputs']) {
      expect((await fetch(`${tiercel.console}/api/v1${below}`)).status).toBe(401);
    }
    for (const credentials of ['', ':', 'admin:', ':pass', 'admin:admin']) {
      const authorization = { Authorization: `Basic ${btoa(credentials)}` };
      expect((await fetch(`${tiercel.console}/api/v1/events/search`, { headers: authorization })).status).toBe(401);
    }
  });
});
