import { Counter, Gauge, type Registry } from 'prom-client';
import type { AuditCounts } from '#sources/audit-counts.ts';

/** What came in as audit events of Kubernetes, and what rules found in it. */
export function addAuditSeries(registry: Registry, counts: AuditCounts): void {
  const events = counter(registry, 'tiercel_audit_events_total', 'Audit events that rules were evaluated on.', [
    'origin',
  ]);
  for (const [origin, count] of counts.events) events.inc({ origin }, count);
  const refused = counter(registry, 'tiercel_audit_refused_total', 'What came as audit events and cannot be used.', [
    'reason',
  ]);
  for (const [reason, count] of counts.refused) refused.inc({ reason }, count);
  const others = 'Log lines of other components in what providers deliver.';
  counter(registry, 'tiercel_audit_other_lines_total', others, []).inc(counts.others);
  const records = 'Audit events that no rule matched, kept by audit.keep.';
  counter(registry, 'tiercel_audit_records_total', records, []).inc(counts.records);
  const matches = counter(registry, 'tiercel_rule_matches_total', 'Alerts that rules made of audit events.', ['rule']);
  for (const [rule, count] of counts.matches) matches.inc({ rule }, count);
  gauge(registry, 'tiercel_audit_files', 'Audit logs that are followed.').set(counts.logs.files);
  gauge(registry, 'tiercel_audit_unread_bytes', 'What is in them and not read yet.').set(counts.logs.unreadBytes);
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  return new Gauge({ name, help, registers: [registry] });
}

function counter(registry: Registry, name: string, help: string, labelNames: readonly string[]): Counter {
  return new Counter({ name, help, labelNames, registers: [registry] });
}
