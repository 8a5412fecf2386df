import { Hono } from 'hono';
import type { Clock } from '#kit/clock.ts';
import type { Journal } from '#journal/journal.ts';
import type { Triage } from '#triage/create-triage.ts';
import { auditRoutes } from './audit-routes.ts';
import { groupsRoutes } from './groups-routes.ts';
import { viewsRoutes } from './views-routes.ts';

export interface TriageParts {
  readonly triage: Triage;
  readonly journal: Pick<Journal, 'tally'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What people decide. */
export function triageRoutes({ triage, journal, clock }: TriageParts): Hono {
  const api = new Hono();
  api.route('/', groupsRoutes({ triage, tally: (query) => journal.tally(query), now: () => clock.now() }));
  api.route('/', viewsRoutes(triage.views));
  api.route('/', auditRoutes(triage.audit));
  return api;
}
