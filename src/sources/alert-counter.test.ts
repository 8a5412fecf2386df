import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { readJson } from '#kit/json-read.ts';
import { expect, it } from 'vitest';
import { AlertCounter } from './alert-counter.ts';
import { IngestCounts } from './ingest-counts.ts';
import { falcoAlert } from './testing/alerts.ts';

const enrich = createEnrichment(noEnrichment, () => 'any');
const alert = (changes: Readonly<Record<string, unknown>> = {}) =>
  enrich(readFalcoAlert(readJson(falcoAlert(1, changes), { maxDepth: 10 })));

it('counts by the labels of Falcosidekick and the fields asked for', () => {
  const counter = new AlertCounter({ fields: ['proc.name', 'n'], maxSeries: 10 });
  counter.add(alert({ output_fields: { 'k8s.ns.name': 'a', 'k8s.pod.name': 'b', 'proc.name': 'c', n: 1 } }));
  expect(counter.labels).toEqual([
    'hostname',
    'rule',
    'priority',
    'priority_raw',
    'source',
    'k8s_ns_name',
    'k8s_pod_name',
    'proc_name',
    'n',
  ]);
  expect(counter.series()).toEqual([
    { values: ['node-1', 'Write below binary dir', '5', 'error', 'syscall', 'a', 'b', 'c', ''], count: 1 },
  ]);
});

it('leaves out fields that make no label, or one that is there', () => {
  const fields = ['proc.aname[2]', 'k8s.ns.name', 'proc.name', 'proc_name', ''];
  expect(new AlertCounter({ fields, maxSeries: 10 }).labels.slice(7)).toEqual(['proc_name']);
});

it('counts what exceeds the series as other, by priority', () => {
  const counter = new AlertCounter({ fields: [], maxSeries: 2 });
  for (const hostname of ['a', 'b', 'c', 'd', 'a']) counter.add(alert({ hostname }));
  counter.add(alert({ hostname: 'e', priority: 'Debug' }));
  const counts = counter.series().map(({ values: [hostname, , priority], count }) => [hostname, priority, count]);
  expect(counts).toEqual([
    ['a', '5', 2],
    ['b', '5', 1],
    ['other', '5', 2],
    ['other', '1', 1],
  ]);
});

it('begins anew only when the labels change', () => {
  const counts = new IngestCounts({ fields: [], maxSeries: 10 });
  counts.keep([alert()]);
  counts.labelAlertsBy({ fields: [], maxSeries: 10 });
  expect(counts.alerts.series()).toHaveLength(1);
  counts.labelAlertsBy({ fields: ['proc.name'], maxSeries: 10 });
  expect(counts.alerts.series()).toHaveLength(0);
  expect(counts.keptAlerts).toBe(1);
});
