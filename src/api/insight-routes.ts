import { Hono } from 'hono';
import { shownQuery, type ShownQuery } from './audit-records.ts';
import { alertsRoutes } from './alerts-routes.ts';
import { countsRoutes } from './counts-routes.ts';
import { Insight } from './insight/insight.ts';
import type { InsightParts } from './insight/insight-source.ts';
import { liveRoutes } from './live-routes.ts';
import { overviewRoutes } from './overview-routes.ts';
import { ruleTestRoutes } from './rule-test-routes.ts';
import { rulesRoutes } from './rules-routes.ts';

/** The part of `/api/v1` that looks and counts. */
export function insightRoutes({ journal, insight }: InsightParts): Hono {
  const { clock } = insight;
  const conditions = new Insight({ journal, insight });
  const countAttention = async () => {
    const { attention, moreAttention } = await conditions.condition();
    return attention.length + moreAttention;
  };
  const shown: ShownQuery = (query) => shownQuery(query, insight.keepsRecords());
  const api = new Hono();
  // Before `/alerts/:id`, which would take their names for ids.
  api.route('/', liveRoutes({ journal, clock, shown, countAttention }));
  const types = () => new Map(insight.health().map(({ name, type }) => [name, type]));
  api.route('/', alertsRoutes({ journal, now: () => clock.now(), shown, types }));
  api.route('/', countsRoutes({ journal, shown }));
  api.route('/', overviewRoutes({ journal, insight, shown, conditions }));
  api.route('/', rulesRoutes({ journal, insight, shown, conditions }));
  api.route('/', ruleTestRoutes(insight.tryRules));
  return api;
}
