import { Counter, type Registry } from 'prom-client';
import type { EventCounts } from '#sources/event-counts.ts';

/** What came in to `/events/`, and what rules found in it. */
export function addEventSeries(registry: Registry, { sources }: EventCounts): void {
  const counter = (name: string, help: string, labelNames: readonly string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const events = counter('tiercel_events_total', 'Events of other sources that rules were evaluated on.', ['source']);
  const alerts = counter('tiercel_event_alerts_total', 'Alerts that rules made of these events.', ['source']);
  const refused = counter('tiercel_events_refused_total', 'What came as such events and cannot be used.', [
    'source',
    'reason',
  ]);
  for (const [source, counts] of sources) {
    events.inc({ source }, counts.events);
    alerts.inc({ source }, counts.alerts);
    for (const [reason, count] of counts.refused) refused.inc({ source, reason }, count);
  }
}
