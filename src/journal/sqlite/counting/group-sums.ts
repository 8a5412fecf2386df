import type { GroupNumbers, Pairs } from './group-numbers.ts';
import type { KnownLabel } from './known-labels.ts';

export interface Trend {
  /** The number of the first bucket, and how many there are. */
  readonly first: number;
  readonly parts: number;
}

/** Alerts that are meant, added up by group. */
export class GroupSums {
  /** The groups that have any, by number. */
  readonly found: number[];
  readonly #numbers: GroupNumbers;
  readonly #trend: Trend;
  readonly #counts: Float64Array;
  readonly #priorities: Uint8Array;
  readonly #hosts: Distinct;
  readonly #namespaces: Distinct;
  readonly #sources: Examples;
  readonly #tags: Examples;
  readonly #newest: Int32Array;
  readonly #trends = new Map<number, number[]>();

  /** @param before sums without a trend that these go on from */
  constructor(numbers: GroupNumbers, trend: Trend = noParts, before?: GroupSums) {
    const groups = numbers.keys.length;
    this.#numbers = numbers;
    this.#trend = trend;
    this.#counts = new Float64Array(groups);
    this.#priorities = new Uint8Array(groups);
    this.#newest = new Int32Array(groups).fill(-1);
    this.#hosts = new Distinct(numbers.hosts, groups, before && before.#hosts);
    this.#namespaces = new Distinct(numbers.namespaces, groups, before && before.#namespaces);
    this.#sources = new Examples(numbers.sources, before && before.#sources);
    this.#tags = new Examples(numbers.tags, before && before.#tags);
    this.found = [...(before?.found ?? [])];
    if (!before) return;
    this.#counts.set(before.#counts);
    this.#priorities.set(before.#priorities);
    this.#newest.set(before.#newest);
  }

  /** The same sums, to be gone on from; groups may have become more since. */
  copy(): GroupSums {
    return new GroupSums(this.#numbers, noParts, this);
  }

  /** Returns whether it is known which group that is. */
  add({ place, priorityNumber }: KnownLabel, count: number, bucket: number | undefined): boolean {
    const group = this.#numbers.groups[place] ?? -1;
    if (group < 0) return false;
    if (this.#counts[group] === 0) this.found.push(group);
    this.#counts[group] = (this.#counts[group] ?? 0) + count;
    if (priorityNumber > (this.#priorities[group] ?? 0)) this.#priorities[group] = priorityNumber;
    if (this.#newest[group] === -1) this.#newest[group] = place;
    this.#hosts.add(group, place);
    this.#namespaces.add(group, place);
    this.#sources.add(group, place);
    this.#tags.add(group, place);
    if (bucket !== undefined) this.#addToTrend(group, bucket, count);
    return true;
  }

  count(group: number): number {
    return this.#counts[group] ?? 0;
  }

  /** Falcosidekick's number of the most urgent priority. */
  priority(group: number): number {
    return this.#priorities[group] ?? 0;
  }

  of(group: number): GroupSum {
    return {
      count: this.count(group),
      priorityNumber: this.priority(group),
      hosts: this.#hosts.count(group),
      namespaces: this.#namespaces.count(group),
      withSources: this.#sources.of(group),
      withTags: this.#tags.of(group),
      trend: this.#trends.get(group) ?? noTrend(this.#trend),
      some: this.#newest[group] ?? -1,
    };
  }

  #addToTrend(group: number, bucket: number, count: number): void {
    const trend = this.#trends.get(group) ?? noTrend(this.#trend);
    this.#trends.set(group, trend);
    const index = bucket - this.#trend.first;
    if (index in trend) trend[index] = (trend[index] ?? 0) + count;
  }
}

export interface GroupSum {
  readonly count: number;
  /** Falcosidekick's number of the most urgent priority. */
  readonly priorityNumber: number;
  readonly hosts: number;
  readonly namespaces: number;
  /** Places of labels that between them have all sources, and all tags. */
  readonly withSources: readonly number[];
  readonly withTags: readonly number[];
  readonly trend: readonly number[];
  /** The place of some label. */
  readonly some: number;
}

const noParts: Trend = { first: 0, parts: 0 };

function noTrend({ parts }: Trend): number[] {
  return Array.from({ length: parts }, () => 0);
}

/** How many different values the labels of each group have. */
class Distinct {
  readonly #seen: SeenPairs;
  readonly #counts: Int32Array;

  constructor(pairs: Pairs, groups: number, before?: Distinct) {
    this.#seen = new SeenPairs(pairs, before && before.#seen);
    this.#counts = new Int32Array(groups);
    if (before) this.#counts.set(before.#counts);
  }

  add(group: number, place: number): void {
    if (this.#seen.isNew(place)) this.#counts[group] = (this.#counts[group] ?? 0) + 1;
  }

  count(group: number): number {
    return this.#counts[group] ?? 0;
  }
}

/** A label for each of the different values that those of each group have. */
class Examples {
  readonly #seen: SeenPairs;
  readonly #places: Map<number, readonly number[]>;

  constructor(pairs: Pairs, before?: Examples) {
    this.#seen = new SeenPairs(pairs, before && before.#seen);
    this.#places = new Map(before && before.#places);
  }

  add(group: number, place: number): void {
    if (this.#seen.isNew(place)) this.#places.set(group, [...this.of(group), place]);
  }

  of(group: number): readonly number[] {
    return this.#places.get(group) ?? [];
  }
}

class SeenPairs {
  readonly #ofLabel: readonly number[];
  readonly #seen: Uint8Array;

  constructor({ ofLabel, size }: Pairs, before?: SeenPairs) {
    this.#ofLabel = ofLabel;
    this.#seen = new Uint8Array(size);
    if (before) this.#seen.set(before.#seen);
  }

  /** Whether the label has a value that none before it had. */
  isNew(place: number): boolean {
    const pair = this.#ofLabel[place] ?? -1;
    if (pair < 0 || this.#seen[pair] === 1) return false;
    this.#seen[pair] = 1;
    return true;
  }
}
