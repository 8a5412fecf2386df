import { z } from 'zod';
import { priorityName, selectionQuery } from './common.ts';

/** Alerts of one fingerprint: rule, cluster, namespace, workload, process and user. */

/** What a group is now: the decision, and what happened since. `new`, `escalating` and `regressed` are open, too. */
export const groupStates = ['new', 'open', 'escalating', 'regressed', 'acknowledged', 'resolved', 'archived'] as const;
export const groupState = z.enum(groupStates);
export type GroupState = z.output<typeof groupState>;

export const resolutions = ['handled', 'false positive', 'expected behaviour', 'duplicate', 'test'] as const;
export const resolution = z.enum(resolutions);
export type Resolution = z.output<typeof resolution>;

export const group = z.strictObject({
  id: z.string(),
  state: groupState,
  /** Why it is in this state, for people: `fired again 2 h after it was resolved`. */
  because: z.string(),
  rule: z.string(),
  /** The most urgent one of its alerts. */
  priority: priorityName,
  source: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  workload: z.string(),
  process: z.string(),
  user: z.string(),
  tags: z.array(z.string()),
  /** In the range asked for, and since it is known. */
  count: z.int(),
  totalCount: z.int(),
  hosts: z.int(),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  lastSeq: z.int(),
  /** Counts over the range, for a small chart. */
  trend: z.array(z.int()),
  assignee: z.string().optional(),
  resolution: resolution.optional(),
  decidedBy: z.string().optional(),
  decidedAtMs: z.number().optional(),
  comments: z.int(),
});
export type Group = z.output<typeof group>;

/** `GET /groups` */
export const groupsQuery = z.strictObject({
  ...selectionQuery,
  state: z.enum(['open', 'acknowledged', 'resolved', 'archived', 'all']).default('open'),
  assignee: z.string().max(200).optional().describe('A login, `me`, or `none`.'),
  sort: z.enum(['attention', 'last', 'count', 'priority']).default('attention'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const groups = z.strictObject({
  groups: z.array(group),
  /** How many there are in each state, with the same query. */
  states: z.strictObject({ open: z.int(), acknowledged: z.int(), resolved: z.int(), archived: z.int() }),
  next: z.string().optional(),
});
export type Groups = z.output<typeof groups>;

export const groupEvent = z.strictObject({
  id: z.string(),
  atMs: z.number(),
  by: z.string(),
  /** What was done; `comment` for a comment. */
  action: z.enum(['open', 'acknowledge', 'resolve', 'archive', 'assign', 'unassign', 'comment', 'undo']),
  /** The comment, the assignee, or the resolution. */
  text: z.string().optional(),
});
export type GroupEvent = z.output<typeof groupEvent>;

/** `GET /groups/:id` */
export const groupDetail = z.strictObject({
  group,
  /** Newest first. */
  history: z.array(groupEvent),
  /** The parts of the fingerprint: what its alerts have in common. */
  fingerprint: z.array(z.strictObject({ field: z.string(), value: z.string() })),
  /** The query that finds its alerts. */
  query: z.string(),
  affectedHosts: z.array(z.strictObject({ value: z.string(), count: z.int() })),
});
export type GroupDetail = z.output<typeof groupDetail>;

const ids = z.array(z.string().min(1)).min(1).max(1000);

/** `POST /groups/decide`: one decision on one or many groups. */
export const decideBody = z.discriminatedUnion('decision', [
  z.strictObject({ ids, decision: z.literal('open') }),
  z.strictObject({ ids, decision: z.literal('acknowledged') }),
  z.strictObject({ ids, decision: z.literal('resolved'), resolution }),
  z.strictObject({ ids, decision: z.literal('archived') }),
]);
/** `POST /groups/assign`; `null` for nobody. */
export const assignBody = z.strictObject({ ids, assignee: z.string().min(1).max(200).nullable() });
/** What both answer: how many, and what to give to `POST /groups/undo`, which takes it back if nothing else happened since. */
export const changed = z.strictObject({ changed: z.int(), undo: z.string() });
export type Changed = z.output<typeof changed>;
export const undoBody = z.strictObject({ undo: z.string() });
/** `POST /groups/:id/comments` */
export const commentBody = z.strictObject({ text: z.string().trim().min(1).max(10_000) });
