import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTriage } from '#triage/create-triage.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { SimpleGroups } from '#triage/testing/simple-groups.ts';
import { ApiFailure } from './api-failure.ts';
import { auditRoutes } from './audit-routes.ts';
import type { Caller } from './caller.ts';
import { changed, groupDetail, groups } from './contract/groups.ts';
import { audit } from './contract/session.ts';
import { view, views } from './contract/settings.ts';
import { groupsRoutes } from './groups-routes.ts';
import { viewsRoutes } from './views-routes.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-20T10:00:00Z');
let nowMs: number;
let counter: SimpleGroups;
let app: Hono;
let caller: Caller;

beforeEach(() => {
  nowMs = startMs;
  caller = { login: 'mara', role: 'responder', kind: 'session' };
  counter = new SimpleGroups();
  const clock = { now: () => nowMs, monotonic: () => nowMs };
  const documents = new MemoryDocuments();
  const triage = createTriage({ documents, counter, clock });
  app = new Hono();
  app.onError((error, context) => {
    if (error instanceof ApiFailure) return context.json(error.body, error.status);
    return context.json({ error: error.message }, 400);
  });
  app.use(async (context, next) => {
    context.set('caller', caller);
    await next();
  });
  app.route('/', groupsRoutes({ triage, tally: async () => counter.tally(), now: () => nowMs }));
  app.route('/', viewsRoutes(triage.views));
  app.route('/', auditRoutes(triage.audit));
  counter.add(
    { group: 'old', atMs: startMs - 200 * hourMs, priority: 'Notice' },
    { group: 'old', atMs: startMs - 2 * hourMs, priority: 'Notice' },
    { group: 'worse', atMs: startMs - 48 * hourMs },
    { group: 'worse', atMs: startMs - 600_000, priority: 'Critical' },
    { group: 'fresh', atMs: startMs - hourMs },
  );
});

const get = async (path: string) => (await app.request(path)).json();
const send = async (path: string, body: object, method = 'POST') =>
  app.request(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
const post = async (path: string, body: object) => (await send(path, body)).json();
const list = async (search = '') => groups.parse(await get(`/groups${search}`));
const namesOf = ({ groups: found }: { groups: readonly { id: string; state: string }[] }) =>
  found.map(({ id, state }) => `${id} ${state}`);
/** Beyond the time for which counts are kept. */
const later = (ms = 10_000) => void (nowMs += ms);

describe('groups', () => {
  it('are listed with their states, worst first', async () => {
    const found = await list();
    expect(namesOf(found)).toEqual(['worse escalating', 'fresh new', 'old open']);
    expect(found.states).toEqual({ open: 3, acknowledged: 0, resolved: 0, archived: 0 });
    expect(found.groups[0]).toMatchObject({ because: 'Critical in the last hour, at most Warning before', count: 2 });
  });

  it('come with the urgent ones first, whatever grows meanwhile', async () => {
    const growing = Array.from({ length: 12 }, () => ({ group: 'old', atMs: startMs - 60_000 }));
    counter.add(...growing, { group: 'urgent', atMs: startMs - 60_000, priority: 'Critical' });
    expect(namesOf(await list())).toEqual(['worse escalating', 'urgent new', 'old escalating', 'fresh new']);
  });

  it.for([
    ['last', ['worse', 'fresh', 'old']],
    ['count', ['worse', 'old', 'fresh']],
    ['priority', ['worse', 'fresh', 'old']],
  ] as const)('come sorted by %s, page by page', async ([sort, order]) => {
    const ids: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await list(`?sort=${sort}&limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      ids.push(...page.groups.map(({ id }) => id));
      cursor = page.next;
    }
    expect(ids).toEqual(order);
  });

  it('move when somebody decides, and back when that is taken back', async () => {
    const body = { ids: ['old', 'fresh', 'gone'], decision: 'resolved', resolution: 'false positive' };
    const answer = changed.parse(await post('/groups/decide', body));
    expect(answer.changed).toBe(2);
    expect(await list()).toMatchObject({ states: { open: 1, resolved: 2 } });
    const { groups: resolved } = await list('?state=resolved&sort=count');
    expect(resolved[0]).toMatchObject({ id: 'old', resolution: 'false positive', decidedBy: 'mara' });
    expect(await post('/groups/undo', { undo: answer.undo })).toEqual({ done: true });
    expect(await list()).toMatchObject({ states: { open: 3, resolved: 0 } });
    expect((await send('/groups/undo', { undo: answer.undo })).status).toBe(404);
  });

  it('are told by what is known after a decision, on every page alike', async () => {
    await post('/groups/decide', { ids: ['old'], decision: 'acknowledged' });
    expect(namesOf(await list())).toEqual(['worse escalating', 'fresh new']);
    counter.add({ group: 'old', atMs: startMs - 1000, priority: 'Critical' });
    expect(namesOf(await list('?state=acknowledged'))).toEqual(['old acknowledged']);
    await post('/groups/assign', { ids: ['fresh'], assignee: 'tom' });
    const { group } = groupDetail.parse(await get('/groups/old'));
    expect(group.state).toBe('escalating');
    expect(namesOf(await list())).toContain('old escalating');
  });

  it('cannot be brought back once something else happened to them', async () => {
    const { undo } = changed.parse(await post('/groups/decide', { ids: ['old', 'fresh'], decision: 'archived' }));
    await post('/groups/assign', { ids: ['fresh'], assignee: 'tom' });
    const answer = await send('/groups/undo', { undo });
    expect(answer.status).toBe(409);
    expect(await list('?state=archived')).toMatchObject({ groups: [{}, {}] });
  });

  it('come back when they fire again, and break through with a higher priority', async () => {
    await post('/groups/decide', { ids: ['old'], decision: 'resolved', resolution: 'handled' });
    await post('/groups/decide', { ids: ['fresh'], decision: 'acknowledged' });
    await post('/groups/decide', { ids: ['worse'], decision: 'archived' });
    later();
    expect(namesOf(await list('?state=all'))).toEqual(['fresh acknowledged', 'worse archived', 'old resolved']);
    later(2 * hourMs);
    counter.add(
      { group: 'old', atMs: nowMs, priority: 'Notice' },
      { group: 'fresh', atMs: nowMs, priority: 'Error' },
      ...Array.from({ length: 30 }, () => ({ group: 'worse', atMs: nowMs })),
    );
    later(2 * hourMs);
    expect(namesOf(await list())).toEqual(['worse escalating', 'fresh escalating', 'old regressed']);
  });

  it('belong to somebody', async () => {
    await post('/groups/assign', { ids: ['old'], assignee: 'mara' });
    await post('/groups/assign', { ids: ['fresh'], assignee: 'tom' });
    expect(namesOf(await list('?assignee=me'))).toEqual(['old open']);
    expect(namesOf(await list('?assignee=none'))).toEqual(['worse escalating']);
    await post('/groups/assign', { ids: ['fresh'], assignee: null });
    expect(namesOf(await list('?assignee=tom'))).toEqual([]);
  });

  it('tell their history, with comments', async () => {
    await post('/groups/decide', { ids: ['old'], decision: 'acknowledged' });
    await post('/groups/old/comments', { text: ' looks like the backup ' });
    const detail = groupDetail.parse(await get('/groups/old'));
    expect(detail).toMatchObject({
      group: { state: 'acknowledged', comments: 1, count: 1, totalCount: 2 },
      history: [{ action: 'comment', text: 'looks like the backup', by: 'mara' }, { action: 'acknowledge' }],
      query: 'group:old',
      affectedHosts: [{ value: 'node-1', count: 5 }],
    });
    expect(detail.fingerprint).toContainEqual({ field: 'workload', value: 'cart' });
  });

  it('are refused to viewers, and say what is wrong with a request', async () => {
    expect((await send('/groups/decide', { ids: ['none'], decision: 'open' })).status).toBe(404);
    expect((await send('/groups/decide', { ids: ['old'], decision: 'resolved' })).status).toBe(400);
    expect(await get('/groups?query=rule%3A')).toMatchObject({ position: { start: expect.any(Number) } });
    expect((await app.request('/groups/none')).status).toBe(404);
    caller = { ...caller, role: 'viewer' };
    expect((await send('/groups/decide', { ids: ['old'], decision: 'open' })).status).toBe(403);
    expect((await app.request('/audit')).status).toBe(403);
  });

  it('leave their trace in the audit trail', async () => {
    await post('/groups/decide', { ids: ['old', 'fresh'], decision: 'archived' });
    await post('/groups/assign', { ids: ['old'], assignee: 'tom' });
    caller = { ...caller, role: 'admin' };
    const { events, next } = audit.parse(await get('/audit?limit=1'));
    expect(events).toMatchObject([{ by: 'mara', action: 'group.assign', subject: 'old', detail: 'tom' }]);
    const rest = audit.parse(await get(`/audit?before=${next}`));
    expect(rest.events).toMatchObject([{ action: 'group.archive', subject: '2 groups' }]);
  });
});

describe('views', () => {
  const body = { name: 'Mine', page: 'alerts', search: 'query=x', isDefault: true };

  it('are saved, shared, changed and removed', async () => {
    const mine = view.parse(await post('/views', body));
    const other = view.parse(await post('/views', { ...body, name: 'Other', isShared: true }));
    expect(views.parse(await get('/views')).views.map(({ isDefault }) => isDefault)).toEqual([false, true]);
    caller = { ...caller, login: 'tom' };
    expect(views.parse(await get('/views')).views).toMatchObject([{ name: 'Other', owner: 'mara' }]);
    expect((await send(`/views/${mine.id}`, body, 'PUT')).status).toBe(404);
    expect((await send(`/views/${other.id}`, body, 'PUT')).status).toBe(403);
    expect((await send(`/views/${other.id}`, {}, 'DELETE')).status).toBe(403);
    caller = { ...caller, role: 'admin' };
    expect((await send(`/views/${other.id}`, {}, 'DELETE')).status).toBe(200);
    caller = { ...caller, login: 'mara' };
    expect(await (await send(`/views/${mine.id}`, { ...body, name: 'New' }, 'PUT')).json()).toMatchObject({
      name: 'New',
    });
  });
});
