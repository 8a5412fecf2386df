import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { AuditCounts } from '#sources/audit-counts.ts';
import { addAuditSeries } from './audit-series.ts';

it('tells of audit events, of what rules found, and of the logs that are followed', async () => {
  const counts = new AuditCounts(() => 2);
  counts.read('webhook', 3, 0);
  counts.read('file', 2, 7);
  counts.refuse('too-large');
  for (let record = 0; record < 3; record++) counts.record();
  for (const rule of ['a', 'b', 'c', 'd', 'a']) counts.match(rule);
  counts.follow({ files: 2, unreadBytes: 512 });
  const registry = new Registry();
  addAuditSeries(registry, counts);
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toEqual([
    'tiercel_audit_events_total{origin="webhook"} 3',
    'tiercel_audit_events_total{origin="file"} 2',
    'tiercel_audit_refused_total{reason="too-large"} 1',
    'tiercel_audit_other_lines_total 7',
    'tiercel_audit_records_total 3',
    'tiercel_rule_matches_total{rule="a"} 2',
    'tiercel_rule_matches_total{rule="b"} 1',
    'tiercel_rule_matches_total{rule="other"} 2',
    'tiercel_audit_files 2',
    'tiercel_audit_unread_bytes 512',
  ]);
});
