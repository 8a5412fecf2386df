import { priorities } from '#alert/priority.ts';
import type { AlertGroup, FoundGroups } from './counting.ts';

/**
 * Groups as they go from thread to thread: copying thousands of objects there takes longer than counting their alerts. Texts
 * and lists stand once for all groups that have them.
 */
export interface GroupColumns {
  readonly isExact: boolean;
  readonly texts: readonly string[];
  readonly lists: readonly (readonly string[])[];
  /** So many for each group, one group after the other; of texts and lists their places. */
  readonly numbers: Float64Array;
  /** By group; none where no counts over the range were asked for. */
  readonly trends: readonly (readonly number[])[];
}

const numbersPerGroup = 19;

/** @param groups in any order */
export function columnsOf(groups: readonly AlertGroup[], isExact: boolean): GroupColumns {
  const [texts, lists] = [new Places<string>(), new Places<readonly string[]>()];
  const numbers = new Float64Array(groups.length * numbersPerGroup);
  for (const [index, group] of groups.entries()) {
    const row = [
      texts.of(group.id),
      texts.of(group.rule),
      texts.of(group.source),
      texts.of(group.hostname),
      texts.of(group.cluster),
      texts.of(group.namespace),
      texts.of(group.workload),
      texts.of(group.process),
      texts.of(group.user),
      lists.of(group.tags),
      lists.of(group.sources),
      priorities.indexOf(group.priority),
      group.count,
      group.hosts,
      group.namespaces,
      group.totalCount,
      group.firstSeenMs,
      group.lastSeenMs,
      group.lastSeq,
    ];
    numbers.set(row, index * numbersPerGroup);
  }
  const hasTrends = groups.some(({ trend }) => trend.length > 0);
  const trends = hasTrends ? groups.map(({ trend }) => trend) : [];
  return { isExact, texts: texts.values, lists: lists.values, numbers, trends };
}

export function groupsOf(columns: GroupColumns): FoundGroups {
  const count = columns.numbers.length / numbersPerGroup;
  const groups = Array.from({ length: count }, (_, index) => groupAt(columns, index));
  return { groups, isExact: columns.isExact };
}

function groupAt({ texts, lists, numbers, trends }: GroupColumns, index: number): AlertGroup {
  const start = index * numbersPerGroup;
  const number = (column: number) => numbers[start + column] ?? 0;
  const text = (column: number) => texts[number(column)] ?? '';
  return {
    id: text(0),
    rule: text(1),
    source: text(2),
    hostname: text(3),
    cluster: text(4),
    namespace: text(5),
    workload: text(6),
    process: text(7),
    user: text(8),
    tags: lists[number(9)] ?? [],
    sources: lists[number(10)] ?? [],
    priority: priorities[number(11)] ?? 'Debug',
    count: number(12),
    hosts: number(13),
    namespaces: number(14),
    trend: trends[index] ?? [],
    totalCount: number(15),
    firstSeenMs: number(16),
    lastSeenMs: number(17),
    lastSeq: number(18),
  };
}

/** Different values, each with its place; lists that are not the same one are different. */
class Places<Value> {
  readonly values: Value[] = [];
  readonly #places = new Map<Value, number>();

  of(value: Value): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const place = this.values.push(value) - 1;
    this.#places.set(value, place);
    return place;
  }
}
