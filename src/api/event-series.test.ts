import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { EventCounts } from '#sources/event-counts.ts';
import { addEventSeries } from './event-series.ts';

it('tells what came of the events of each source', async () => {
  const counts = new EventCounts();
  counts.add('okta', 3, 1, [{ reason: 'too-large' }]);
  counts.add('okta', 2, 0, [{ reason: 'too-large' }, { reason: 'no-time' }]);
  counts.add('github', 1, 1, []);
  const registry = new Registry();
  addEventSeries(registry, counts);
  const text = await registry.metrics();
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
    'tiercel_events_total{source="okta"} 5',
    'tiercel_events_total{source="github"} 1',
    'tiercel_event_alerts_total{source="okta"} 1',
    'tiercel_event_alerts_total{source="github"} 1',
    'tiercel_events_refused_total{source="okta",reason="too-large"} 2',
    'tiercel_events_refused_total{source="okta",reason="no-time"} 1',
  ]);
});
