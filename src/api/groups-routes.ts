import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { parseQuery } from '#query/parse-query.ts';
import type { Tally, TallyQuery } from '#journal/counting.ts';
import type { Triage } from '#triage/create-triage.ts';
import type { BoardGroup, BoardQuery } from '#triage/group-board.ts';
import type { Actor } from '#triage/group-desk.ts';
import { ApiFailure } from './api-failure.ts';
import { requireRole, type Caller } from './caller.ts';
import type { Changed, Group, GroupDetail, Groups } from './contract/groups.ts';
import { assignBody, commentBody, decideBody, groupsQuery, undoBody } from './contract/groups.ts';
import { jsonBody } from './json-body.ts';
import { parsedQuery } from './parsed-query.ts';
import { remoteAddress } from './remote-address.ts';
import { orRefuse } from './triage-failure.ts';

export interface GroupsParts {
  readonly triage: Pick<Triage, 'desk' | 'board'>;
  readonly tally: (query: TallyQuery) => Promise<Tally>;
  readonly now: () => number;
}

/** What `GET /groups/:id` counts and draws. */
const detailRangeMs = 7 * 24 * 3_600_000;
const maxHosts = 100;

/** Groups of alerts, and what people decide about them. */
export function groupsRoutes({ triage: { desk, board }, tally, now }: GroupsParts): Hono {
  const api = new Hono();

  api.get('/groups', async (context) => {
    const query = boardQuery(groupsQuery.parse(context.req.query()), context.get('caller'));
    const { groups, states, next } = await board.page(query);
    const answer: Groups = { groups: groups.map(groupOf), states, ...(next !== undefined && { next }) };
    return context.json(answer);
  });

  api.get('/groups/:id', async (context) => {
    const id = context.req.param('id');
    const nowMs = now();
    const [found, history] = await Promise.all([board.find(id, nowMs - detailRangeMs, nowMs), desk.history.read(id)]);
    if (!found) throw new ApiFailure(404, `There is no group ${JSON.stringify(id)} among the alerts that are kept`);
    const query = `group:${id}`;
    const { dimensions } = await tally({ query: parseQuery(query), by: ['hostname'] });
    const hosts = (dimensions[0]?.values ?? []).map(({ value, count }) => ({ value, count }));
    const answer: GroupDetail = {
      group: groupOf(found),
      history: [...history],
      fingerprint: fingerprintOf(found),
      query,
      affectedHosts: hosts.sort((a, b) => b.count - a.count).slice(0, maxHosts),
    };
    return context.json(answer);
  });

  api.post('/groups/decide', async (context) => {
    const actor = actorOf(context);
    const body = decideBody.parse(await jsonBody(context));
    const resolution = body.decision === 'resolved' ? body.resolution : undefined;
    const answer: Changed = await orRefuse(desk.decide(body.ids, body.decision, actor, resolution));
    return context.json(answer);
  });

  api.post('/groups/assign', async (context) => {
    const actor = actorOf(context);
    const { ids, assignee } = assignBody.parse(await jsonBody(context));
    const answer: Changed = await orRefuse(desk.assign(ids, assignee ?? undefined, actor));
    return context.json(answer);
  });

  api.post('/groups/undo', async (context) => {
    const actor = actorOf(context);
    const { undo } = undoBody.parse(await jsonBody(context));
    await orRefuse(desk.undo(undo, actor));
    return context.json({ done: true });
  });

  api.post('/groups/:id/comments', async (context) => {
    const actor = actorOf(context);
    const { text } = commentBody.parse(await jsonBody(context));
    await orRefuse(desk.comment(context.req.param('id'), text, actor));
    return context.json({ done: true });
  });

  return api;
}

function actorOf(context: Context): Actor {
  const { login } = requireRole(context, 'responder');
  const address = remoteAddress(context);
  return { login, ...(address !== undefined && { address }) };
}

function boardQuery(
  { query, from, until, state, assignee, sort, cursor, limit }: z.output<typeof groupsQuery>,
  { login }: Caller,
): BoardQuery {
  const wanted = { me: login, none: null };
  const chosen = assignee === 'me' || assignee === 'none' ? wanted[assignee] : assignee;
  return {
    query: parsedQuery(query),
    state,
    sort,
    limit,
    ...(from !== undefined && { fromMs: from }),
    ...(until !== undefined && { untilMs: until }),
    ...(chosen !== undefined && { assignee: chosen }),
    ...(cursor !== undefined && { cursor }),
  };
}

function groupOf({ group, record, state, because }: BoardGroup): Group {
  const { decision, assignee, comments } = record;
  return {
    id: group.id,
    state,
    because,
    rule: group.rule,
    priority: group.priority,
    source: group.source,
    cluster: group.cluster,
    namespace: group.namespace,
    workload: group.workload,
    process: group.process,
    user: group.user,
    tags: [...group.tags],
    count: group.count,
    totalCount: group.totalCount,
    hosts: group.hosts,
    firstSeenMs: group.firstSeenMs,
    lastSeenMs: group.lastSeenMs,
    lastSeq: group.lastSeq,
    trend: [...group.trend],
    comments,
    ...(assignee !== undefined && { assignee }),
    ...(decision && { decidedBy: decision.by, decidedAtMs: decision.atMs }),
    ...(decision?.resolution !== undefined && { resolution: decision.resolution }),
  };
}

function fingerprintOf({ group }: BoardGroup): GroupDetail['fingerprint'] {
  const fields = ['rule', 'cluster', 'namespace', 'workload', 'process', 'user'] as const;
  return fields.map((field) => ({ field, value: group[field] }));
}
