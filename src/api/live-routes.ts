import { Hono } from 'hono';
import type { Clock } from '#kit/clock.ts';
import { everything } from '#query/query.ts';
import type { Journal } from '#journal/journal.ts';
import type { ShownQuery } from './audit-records.ts';
import { liveQuery } from './contract/alerts.ts';
import { LiveHub } from './live/live-hub.ts';
import { liveStream } from './live/live-stream.ts';
import { parsedQuery } from './parsed-query.ts';

export interface LiveParts {
  readonly journal: Pick<Journal, 'find' | 'subscribe'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly shown: ShownQuery;
  /** How many things want somebody. */
  readonly countAttention: () => Promise<number>;
}

/** `GET /alerts/live` */
export function liveRoutes({ journal, clock, shown, countAttention }: LiveParts): Hono {
  const api = new Hono();
  const hub = new LiveHub(journal, clock);

  const pulse = async () => {
    const newest = { query: everything, sort: 'time', order: 'desc', limit: 1 } as const;
    const [[last], attention] = await Promise.all([journal.find(newest), countAttention()]);
    return JSON.stringify({ seq: Math.max(last?.seq ?? 0, hub.lastSeq), nowMs: clock.now(), attention });
  };

  api.get('/alerts/live', (context) => {
    const { query, after } = liveQuery.parse(context.req.query());
    const lastEventId = context.req.header('Last-Event-ID');
    const resumed = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : after;
    const stream = liveStream({ journal, hub, query: shown(parsedQuery(query)), after: resumed, pulse });
    return context.body(stream, 200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
  });

  return api;
}
