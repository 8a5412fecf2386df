import type { Priority } from '#alert/priority.ts';
import { everything } from '#query/query.ts';
import type { AlertGroup, FoundGroups, GroupCount, GroupQuery, Tally } from '#journal/counting.ts';
import type { GroupCounter } from '../group-activity.ts';

/** One alert, as far as groups are concerned. */
export interface Occurrence {
  readonly group: string;
  readonly atMs: number;
  readonly priority?: Priority;
}

/** Counts groups of a few occurrences in memory, for tests. Queries find everything. */
export class SimpleGroups implements GroupCounter {
  readonly #occurrences: Occurrence[] = [];

  add(...occurrences: readonly Occurrence[]): void {
    this.#occurrences.push(...occurrences);
  }

  async groups({ fromMs = 0, untilMs = Infinity, ids, trendParts }: GroupQuery): Promise<FoundGroups> {
    const names = [...new Set(this.#occurrences.map(({ group }) => group))].filter((id) => ids?.includes(id) ?? true);
    const groups = names.flatMap((id) => {
      const all = this.#occurrences.flatMap((one, index) => (one.group === id ? [{ ...one, seq: index + 1 }] : []));
      const meant = all.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
      const partMs = (untilMs - fromMs) / trendParts;
      const inPart = (part: number) => meant.filter(({ atMs }) => Math.floor((atMs - fromMs) / partMs) === part).length;
      const trend = Array.from({ length: trendParts }, (_, part) => inPart(part));
      return meant.length === 0 ? [] : [groupOf(id, all, meant, trend)];
    });
    return { groups, isExact: true };
  }

  async groupCounts(range: Pick<GroupQuery, 'fromMs' | 'untilMs'>): Promise<ReadonlyMap<string, GroupCount>> {
    const { groups } = await this.groups({ ...range, query: everything, by: 'fingerprint', trendParts: 0 });
    return new Map(groups.map(({ id, count, priority }) => [id, { count, priority }]));
  }

  async tally(): Promise<Tally> {
    const values = [{ value: 'node-1', count: this.#occurrences.length }];
    const total = this.#occurrences.length;
    return { total, startMs: 0, buckets: 0, isExact: true, dimensions: [{ dimension: 'hostname', values }] };
  }
}

type Kept = Occurrence & { readonly seq: number };

function groupOf(id: string, all: readonly Kept[], meant: readonly Kept[], trend: readonly number[]): AlertGroup {
  const priorities: readonly Priority[] = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice'];
  const isThere = (priority: Priority) => meant.some((one) => (one.priority ?? 'Warning') === priority);
  return {
    id,
    rule: `Rule ${id}`,
    source: 'syscall',
    hostname: 'node-1',
    cluster: '',
    namespace: 'shop',
    workload: 'cart',
    process: 'sh',
    user: 'root',
    tags: ['mitre_execution'],
    sources: ['syscall'],
    priority: priorities.find(isThere) ?? 'Debug',
    count: meant.length,
    hosts: 1,
    namespaces: 1,
    trend,
    totalCount: all.length,
    firstSeenMs: Math.min(...all.map(({ atMs }) => atMs)),
    lastSeenMs: Math.max(...all.map(({ atMs }) => atMs)),
    lastSeq: Math.max(...all.map(({ seq }) => seq)),
  };
}
