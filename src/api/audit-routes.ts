import { Hono } from 'hono';
import type { AuditTrail } from '#triage/audit-trail.ts';
import { requireRole } from './caller.ts';
import { auditQuery, type Audit } from './contract/session.ts';

/** What people did, for admins: it tells who was where. */
export function auditRoutes(trail: AuditTrail): Hono {
  const api = new Hono();

  api.get('/audit', async (context) => {
    requireRole(context, 'admin');
    const { before, limit } = auditQuery.parse(context.req.query());
    const { events, next } = await trail.page({ limit, ...(before !== undefined && { before }) });
    const answer: Audit = { events: [...events], ...(next !== undefined && { next }) };
    return context.json(answer);
  });

  return api;
}
