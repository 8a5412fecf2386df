import type { Clock } from '#kit/clock.ts';
import { everything } from '#query/query.ts';
import type { AlertGroup, FoundGroups, GroupCount, GroupQuery, Times } from '#journal/counting.ts';
import type { Decision, GroupFacts } from './group-state.ts';

/** The part of the journal that knows groups. */
export interface GroupCounter {
  groups(query: GroupQuery): Promise<FoundGroups>;
  groupCounts(range: Times): Promise<ReadonlyMap<string, GroupCount>>;
}

/** What happened lately to every group. */
export interface GroupActivity {
  /** Of all alerts that are kept, by group. */
  readonly all: ReadonlyMap<string, AlertGroup>;
  readonly lastHour: ReadonlyMap<string, GroupCount>;
  /** Of the hours before that, as far back as a week. */
  readonly before: ReadonlyMap<string, GroupCount>;
  /** Counts by hour over the last week, of the groups that were asked for. */
  readonly hours: ReadonlyMap<string, readonly number[]>;
  /** When the first alert of all arrived; now, while there is none. */
  readonly watchedSinceMs: number;
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const weekHours = 7 * 24;
/** Whoever looks at groups asks several times in a row, and several do at once. */
const keptForMs = 5000;
const common = { query: everything, by: 'fingerprint', trendParts: 0 } as const;

/** Asks the journal how groups fare, at most every few seconds. */
export class ActivityReader {
  readonly #counter: GroupCounter;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  #latest: { readonly atMs: number; readonly activity: Promise<GroupActivity> } | undefined;

  constructor(counter: GroupCounter, clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#counter = counter;
    this.#clock = clock;
  }

  /** @param watched Groups whose single hours are needed. */
  read(watched: readonly string[]): Promise<GroupActivity> {
    const atMs = this.#clock.monotonic();
    if (this.#latest && atMs - this.#latest.atMs < keptForMs) return this.#latest.activity;
    const latest = { atMs, activity: this.#read(watched) };
    this.#latest = latest;
    latest.activity.catch(() => {
      if (this.#latest === latest) this.forget();
    });
    return latest.activity;
  }

  /** The next reading is a new one. */
  forget(): void {
    this.#latest = undefined;
  }

  async #read(watched: readonly string[]): Promise<GroupActivity> {
    const nowMs = this.#clock.now();
    const [hourAgoMs, weekAgoMs] = [nowMs - hourMs, nowMs - weekHours * hourMs];
    const [all, lastHour, before, hours] = await Promise.all([
      this.#counter.groups(common),
      this.#counter.groupCounts({ fromMs: hourAgoMs }),
      this.#counter.groupCounts({ fromMs: weekAgoMs, untilMs: hourAgoMs }),
      watched.length === 0
        ? { groups: [] }
        : this.#counter.groups({
            ...common,
            ids: watched,
            fromMs: weekAgoMs,
            untilMs: nowMs,
            trendParts: weekHours,
          }),
    ]);
    return {
      all: new Map(all.groups.map((group) => [group.id, group])),
      lastHour,
      before,
      hours: new Map(hours.groups.map(({ id, trend }) => [id, trend])),
      watchedSinceMs: all.groups.reduce((earliest, { firstSeenMs }) => Math.min(earliest, firstSeenMs), nowMs),
      nowMs,
    };
  }
}

/** What a group's state depends on. */
export function factsOf(group: AlertGroup, activity: GroupActivity, decision: Decision | undefined): GroupFacts {
  const { id, firstSeenMs, lastSeenMs, lastSeq } = group;
  const [lastHour, before] = [activity.lastHour.get(id), activity.before.get(id)];
  return {
    firstSeenMs,
    watchedBeforeMs: firstSeenMs - activity.watchedSinceMs,
    lastSeenMs,
    lastSeq,
    priority: activity.all.get(id)?.priority ?? group.priority,
    priorityBefore: before?.priority,
    priorityLastHour: lastHour?.priority,
    lastHour: lastHour?.count ?? 0,
    usualPerHour: usualPerHour(firstSeenMs, before?.count ?? 0, activity.nowMs),
    peakSinceDecision: decision ? peakSince(activity, id, decision.atMs) : 0,
  };
}

/** The mean of the hours before the last one, as far back as a week. */
function usualPerHour(firstSeenMs: number, count: number, nowMs: number): number | undefined {
  const hours = Math.min(weekHours, (nowMs - firstSeenMs) / hourMs) - 1;
  return hours < 1 ? undefined : count / hours;
}

function peakSince({ hours, nowMs }: GroupActivity, id: string, sinceMs: number): number {
  const counts = hours.get(id) ?? [];
  const whole = Math.min(counts.length, Math.floor((nowMs - sinceMs) / hourMs));
  return whole === 0 ? 0 : Math.max(...counts.slice(-whole));
}
