import { isAuditRecord } from '#alert/audit-record.ts';
import type { Clock } from '#kit/clock.ts';
import { isAtLeast, priorityNumber } from '#alert/priority.ts';
import { everything, type Query } from '#query/query.ts';
import type { AlertGroup } from '#journal/counting.ts';
import { ActivityReader, factsOf, type GroupActivity, type GroupCounter } from './group-activity.ts';
import type { GroupRecord, GroupRecords } from './group-records.ts';
import {
  decisionOf,
  groupState,
  learningMs,
  type DecisionName,
  type GroupState,
  type GroupStateName,
} from './group-state.ts';

/** A group, what is known of it, and what it is now. */
export interface BoardGroup extends GroupState {
  readonly group: AlertGroup;
  readonly record: GroupRecord;
  /** What is usual in an hour; `undefined` while that is not known. */
  readonly usualPerHour: number | undefined;
  readonly lastHour: number;
}

export type BoardSort = 'attention' | 'last' | 'count' | 'priority';

export interface BoardQuery {
  readonly query: Query;
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly state: DecisionName | 'all';
  /** A login, or `null` for those nobody has. */
  readonly assignee?: string | null;
  readonly sort: BoardSort;
  /** Only groups after the one with this mark. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface BoardPage {
  readonly groups: readonly BoardGroup[];
  readonly states: Readonly<Record<DecisionName, number>>;
  readonly next?: string;
}

export interface BoardSummary {
  readonly attention: readonly BoardGroup[];
  readonly states: Readonly<Record<DecisionName, number>>;
  /** While it is not known yet what is usual: since when alerts are kept, and until when that lasts. */
  readonly learning?: { readonly sinceMs: number; readonly untilMs: number };
  readonly nowMs: number;
}

const trendParts = 24;
const leastUrgent = 'Critical';
const everyGroup = { query: everything, by: 'fingerprint', trendParts: 0 } as const;
/** Worst first. */
const attentionOrder: Readonly<Record<GroupStateName, number>> = {
  escalating: 0,
  regressed: 1,
  new: 2,
  open: 3,
  acknowledged: 4,
  archived: 5,
  resolved: 6,
};

/** Groups as they are now, in any order, page by page. */
export class GroupBoard {
  readonly #counter: GroupCounter;
  readonly #records: GroupRecords;
  readonly #activity: ActivityReader;

  constructor(counter: GroupCounter, records: GroupRecords, clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#counter = counter;
    this.#records = records;
    this.#activity = new ActivityReader(counter, clock);
  }

  async page({ query, fromMs, untilMs, state, assignee, sort, cursor, limit }: BoardQuery): Promise<BoardPage> {
    const range = { ...(fromMs !== undefined && { fromMs }), ...(untilMs !== undefined && { untilMs }) };
    const found = await this.#counter.groups({ query, by: 'fingerprint', trendParts, ...range });
    const all = (await this.#judge(found.groups.filter((group) => !isAuditRecord(group)))).filter(({ record }) =>
      isAssigned(record, assignee),
    );
    const listed = all.filter((each) => state === 'all' || decisionOf(each.state) === state);
    const marked = listed.map((each) => ({ each, mark: markOf(each, sort) }));
    marked.sort((a, b) => (a.mark < b.mark ? -1 : 1));
    const rest = cursor === undefined ? marked : marked.filter(({ mark }) => mark > cursor);
    const last = rest.length > limit ? rest[limit - 1] : undefined;
    return {
      groups: rest.slice(0, limit).map(({ each }) => each),
      states: countStates(all),
      ...(last && { next: last.mark }),
    };
  }

  /** One group, with counts over a time. */
  async find(id: string, fromMs: number, untilMs: number): Promise<BoardGroup | undefined> {
    const query = { query: everything, by: 'fingerprint', trendParts, ids: [id] } as const;
    const [inRange, ever] = await Promise.all([
      this.#counter.groups({ ...query, fromMs, untilMs }),
      this.#counter.groups(query),
    ]);
    const [known] = ever.groups;
    if (!known) return undefined;
    const [ranged] = inRange.groups;
    const counts = ranged ?? { count: 0, trend: Array.from({ length: trendParts }, () => 0) };
    const [judged] = await this.#judge([{ ...known, count: counts.count, trend: counts.trend }]);
    return judged;
  }

  /** What wants somebody, worst first: groups that are new, escalate, or came back. And how many there are in each state. */
  async summary(): Promise<BoardSummary> {
    const activity = await this.#readActivity();
    const groups = [...activity.all.values()].filter((group) => !isAuditRecord(group));
    const judged = await this.#judgeWith(groups, activity);
    const wanting = judged.filter(({ state }) => state === 'new' || state === 'escalating' || state === 'regressed');
    const attention = wanting.toSorted((a, b) => (markOf(a, 'attention') < markOf(b, 'attention') ? -1 : 1));
    return { attention, states: countStates(judged), ...learningOf(activity), nowMs: activity.nowMs };
  }

  /** Somebody decided: whoever asks from now on is told by what is known now, whatever page they look at. */
  forget(): void {
    this.#activity.forget();
  }

  /** How many alerts a group has had since a time. */
  async countSince(id: string, fromMs: number): Promise<number> {
    const { groups } = await this.#counter.groups({ ...everyGroup, ids: [id], fromMs });
    return groups[0]?.count ?? 0;
  }

  async #judge(groups: readonly AlertGroup[]): Promise<readonly BoardGroup[]> {
    return this.#judgeWith(groups, await this.#readActivity());
  }

  async #judgeWith(groups: readonly AlertGroup[], activity: GroupActivity): Promise<BoardGroup[]> {
    const records = await this.#records.all();
    return groups.map((group) => {
      const record = records.get(group.id) ?? { comments: 0 };
      const facts = factsOf(group, activity, record.decision);
      const { usualPerHour, lastHour } = facts;
      return { group, record, usualPerHour, lastHour, ...groupState(record.decision, facts, activity.nowMs) };
    });
  }

  async #readActivity(): Promise<GroupActivity> {
    const records = await this.#records.all();
    const archived = [...records].filter(([, { decision }]) => decision?.decision === 'archived');
    return this.#activity.read(archived.map(([id]) => id));
  }
}

function learningOf({ watchedSinceMs, nowMs }: GroupActivity): Pick<BoardSummary, 'learning'> {
  const untilMs = watchedSinceMs + learningMs;
  return nowMs < untilMs ? { learning: { sinceMs: watchedSinceMs, untilMs } } : {};
}

function isAssigned({ assignee }: GroupRecord, wanted: string | null | undefined): boolean {
  return wanted === undefined || (wanted === null ? assignee === undefined : assignee === wanted);
}

function countStates(groups: readonly BoardGroup[]): Readonly<Record<DecisionName, number>> {
  const counts = { open: 0, acknowledged: 0, resolved: 0, archived: 0 };
  for (const { state } of groups) counts[decisionOf(state)]++;
  return counts;
}

/** Texts that sort as the groups do. A group that changes meanwhile moves, and no other does. */
function markOf({ state, group }: BoardGroup, sort: BoardSort): string {
  const urgency = digits(9 - priorityNumber(group.priority), 1);
  const latest = digits(Number.MAX_SAFE_INTEGER - group.lastSeenMs, 16);
  const most = digits(Number.MAX_SAFE_INTEGER - group.count, 16);
  const keys = {
    attention: [isUrgent(state, group) ? '0' : '1', digits(attentionOrder[state], 1), urgency, latest],
    last: [latest],
    count: [most, latest],
    priority: [urgency, latest],
  };
  return [...keys[sort], group.id].join('.');
}

/** What wants somebody at once, whatever its state. */
function isUrgent(state: GroupStateName, { priority }: AlertGroup): boolean {
  return attentionOrder[state] <= attentionOrder.new && isAtLeast(priority, leastUrgent);
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
