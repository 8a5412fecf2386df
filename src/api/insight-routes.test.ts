import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readJson } from '#kit/json-read.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { sampleAlert, sampleAlerts } from '#journal/testing/sample-alerts.ts';
import { TestClock } from '#journal/testing/test-clock.ts';
import { ApiFailure } from './api-failure.ts';
import * as alerts from './contract/alerts.ts';
import * as counts from './contract/counts.ts';
import { navigation } from './contract/settings.ts';
import { insightRoutes } from './insight-routes.ts';
import { quietInsight } from './testing/quiet-insight.ts';

const hour = 3_600_000;
const startMs = Date.parse('2026-11-20T10:00:30Z');
const clock = new TestClock(startMs);
let journal: Journal;
let api: Hono;

beforeAll(async () => {
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock });
  const described = {
    rule: 'Never seen',
    source: 'k8s_audit',
    priority: 'Error',
    tags: ['k8s'],
    description: 'd',
    cost: { rule: 'Never seen', source: 'k8s_audit', events: 90, samples: 3, meanMs: 0.002, totalMs: 0.18 },
  } as const;
  const others = [
    { ...described, rule: 'B', cost: { ...described.cost, totalMs: 0.02 } },
    { ...described, rule: 'Of no event', cost: { ...described.cost, events: 0, samples: 0, meanMs: 0, totalMs: 0 } },
  ];
  api = new Hono();
  api.onError((error, context) => {
    if (!(error instanceof ApiFailure)) throw error;
    return context.json(error.body, error.status);
  });
  api.route(
    '/',
    insightRoutes({ journal, insight: quietInsight({ clock, describedRules: () => [described, ...others] }) }),
  );
  await journal.openOutput('slack');
  await journal.append(
    sampleAlerts(3, { outputFields: { 'k8s.ns.name': 'prod', 'evt.time': JSON.rawJSON('1507591916746609046') } }),
  );
  clock.advance(hour);
  await journal.append([
    sampleAlert({ rule: 'B', priority: 'Critical', hostname: 'node-2', tags: ['T1059', 'mitre_execution'] }),
    sampleAlert({ rule: '=cmd|"/c calc"', output: 'é, "quoted"\nline', priority: 'Notice' }),
  ]);
  clock.advance(1000);
});

afterAll(() => journal.close());

async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const response = await api.request(path);
  const text = await response.text();
  expect({ path, status: response.status, text }).toMatchObject({ status: 200 });
  const body: unknown = JSON.parse(text);
  return schema.parse(body);
}

describe('the list of alerts', () => {
  it('finds, sorts and turns pages', async () => {
    const all = await get('/alerts', alerts.alertsPage);
    expect(all.alerts.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(all).toMatchObject({ outputs: ['slack'], fates: ['o', 'o', 'o', 'o', 'o'] });
    expect(all.next).toBeUndefined();
    const first = await get('/alerts?sort=priority&limit=2', alerts.alertsPage);
    expect(first.alerts.map(({ seq }) => seq)).toEqual([4, 3]);
    const second = await get(`/alerts?sort=priority&limit=3&cursor=${first.next}`, alerts.alertsPage);
    expect(second.alerts.map(({ seq }) => seq)).toEqual([2, 1, 5]);
    expect(second.next).toBeUndefined();
    const found = await get('/alerts?query=namespace:prod&order=asc', alerts.alertsPage);
    expect(found.alerts.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('keeps alerts byte for byte', async () => {
    const text = await (await api.request('/alerts?limit=1&query=rule:Read*')).text();
    const [entry] = await journal.readSome([3]);
    expect(text).toContain(entry?.alert.json);
    expect(text).toContain('1507591916746609046');
  });

  it('says what is wrong with a query, and where', async () => {
    const answer = await api.request('/alerts?query=priority%3Ahigh');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ position: { start: 9, end: 13 } });
    expect((await api.request('/alerts?cursor=x')).status).toBe(400);
  });

  it('tells of one alert and its group', async () => {
    const detail = await get('/alerts/2', alerts.alertDetail);
    expect(detail).toMatchObject({ groupCount: 3, groupFirstSeenMs: startMs, fates: [{ fate: 'waiting' }] });
    expect(await get(`/alerts?query=group:${detail.groupId}`, alerts.alertsPage)).toMatchObject({
      alerts: [{ seq: 3 }, { seq: 2 }, { seq: 1 }],
    });
    expect((await api.request('/alerts/99')).status).toBe(404);
  });
});

describe('an export', () => {
  it('is the whole result as lines of JSON', async () => {
    const response = await api.request('/alerts/export?query=namespace:prod');
    expect(response.headers.get('content-disposition')).toContain('tiercel-alerts-20261120T110031Z.ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    const entries = await journal.readSome([3, 2, 1]);
    expect(lines).toEqual(entries.map(({ alert }) => alert.json));
  });

  it('is one JSON text, also of nothing', async () => {
    const text = async (query: string) => (await api.request(`/alerts/export?format=json&query=${query}`)).text();
    expect(readJson(await text(''), { maxDepth: 10 })).toHaveLength(5);
    expect(readJson(await text('rule:none'), { maxDepth: 10 })).toEqual([]);
  });

  it('is CSV that no spreadsheet runs', async () => {
    const response = await api.request(
      '/alerts/export?format=csv&columns=seq,rule,output,k8s.ns.name&query=seq*%20or%20é',
    );
    expect(await response.text()).toBe(
      'seq,rule,output,k8s.ns.name\r\n5,"\'=cmd|""/c calc""","é, ""quoted""\nline",\r\n',
    );
  });
});

describe('numbers', () => {
  it('are a histogram whose sum is the total', async () => {
    const untilMs = startMs + 2 * hour;
    const histogram = await get(`/histogram?from=${startMs - hour}&until=${untilMs}`, counts.histogram);
    expect(histogram).toMatchObject({ total: 5, isExact: true, bucketMs: 120_000 });
    expect(histogram.series.map(({ priority, total }) => [priority, total])).toEqual([
      ['Critical', 1],
      ['Warning', 3],
      ['Notice', 1],
    ]);
    for (const { counts: buckets, total } of histogram.series) {
      expect(buckets.length).toBeLessThanOrEqual(120);
      expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(total);
    }
    expect((await api.request('/histogram?from=5&until=5')).status).toBe(400);
  });

  it('are the same in histogram and facets, wherever in a minute the time begins', async () => {
    const span = `from=${startMs + 1}&until=${startMs + hour + 1}`;
    const [histogram, facets] = await Promise.all([
      get(`/histogram?${span}`, counts.histogram),
      get(`/facets?${span}&by=priority`, counts.facets),
    ]);
    expect(histogram.total).toBe(2);
    expect(histogram.series.map(({ priority, total }) => ({ value: priority, count: total }))).toEqual(
      facets.facets[0]?.values,
    );
  });

  it('are facets, each as if its own condition were not there', async () => {
    const facets = await get('/facets?query=namespace:prod&by=namespace,rule&limit=1', counts.facets);
    expect(facets).toMatchObject({
      total: 3,
      facets: [
        { dimension: 'namespace', values: [{ value: 'prod', count: 3 }], otherValues: 1, otherCount: 2 },
        { dimension: 'rule', values: [{ value: 'Read sensitive file untrusted', count: 3 }], otherValues: 0 },
      ],
    });
    const answer = await api.request('/facets?by=namespac');
    expect(await answer.json()).toMatchObject({ suggestion: 'namespace' });
  });

  it('are an overview', async () => {
    const overview = await get('/overview', counts.overview);
    expect(overview).toMatchObject({
      total: 5,
      totalBefore: 0,
      namespaces: [
        { value: 'prod', count: 3, before: 0 },
        { value: '', count: 2, before: 0 },
      ],
      attack: [
        { tag: 'mitre_credential_access', count: 4 },
        { tag: 'T1059', count: 1 },
        { tag: 'mitre_execution', count: 1 },
      ],
    });
    const later = await get(`/overview?from=${startMs + hour}&until=${startMs + 2 * hour}`, counts.overview);
    expect(later).toMatchObject({ total: 2, totalBefore: 3 });
  });

  it('are rules, seen or described', async () => {
    const { total, rules } = await get('/rules', counts.rules);
    expect(total).toBe(5);
    expect(rules.map(({ rule, count }) => [rule, count])).toEqual([
      ['Read sensitive file untrusted', 3],
      ['=cmd|"/c calc"', 1],
      ['B', 1],
      ['Never seen', 0],
      ['Of no event', 0],
    ]);
    expect(new Map(rules.map(({ rule, cost }) => [rule, cost]))).toEqual(
      new Map([
        ['Read sensitive file untrusted', undefined],
        ['=cmd|"/c calc"', undefined],
        ['B', { samples: 3, microseconds: 2, share: 0.1 }],
        ['Never seen', { samples: 3, microseconds: 2, share: 0.9 }],
        ['Of no event', undefined],
      ]),
    );
  });

  it('are senders and what stands beside the names of pages', async () => {
    const { senders } = await get('/senders', counts.senders);
    expect(senders).toMatchObject([
      { sender: 'node-1', state: 'sending', countLastHour: 1, countLastDay: 4 },
      { sender: 'node-2', countLastHour: 1 },
    ]);
    expect(await get('/navigation', navigation)).toMatchObject({ alerts: 5, silentSenders: 0 });
  });
});
