import type { GroupQuery } from '../../counting.ts';
import type { KnownLabel, KnownLabels } from './known-labels.ts';

export type GroupedBy = GroupQuery['by'];

/**
 * Numbers for groups, and for each host, namespace, source and list of tags of each group, so that alerts are added up by
 * numbers: labels are many, and looking at their texts takes longer than everything else.
 */
export class GroupNumbers {
  /** By number of the group. */
  readonly keys: string[] = [];
  /** By the place of a label: the number of its group, -1 where that is not known. */
  readonly groups: number[] = [];
  readonly hosts = new Pairs();
  readonly namespaces = new Pairs();
  readonly sources = new Pairs();
  readonly tags = new Pairs();
  readonly generation: number;
  readonly #by: GroupedBy;
  readonly #numbers = new Map<string, number>();

  constructor(by: GroupedBy, { generation }: KnownLabels) {
    this.#by = by;
    this.generation = generation;
  }

  /** Numbers what is new. */
  refresh(labels: KnownLabels): void {
    for (const label of labels.from(this.groups.length)) this.#number(label);
  }

  #number(label: KnownLabel): void {
    const key = keyOf(label, this.#by);
    const group = key === undefined ? -1 : this.#groupOf(key);
    this.groups.push(group);
    const { hostname, namespace, source, tags } = label;
    this.hosts.push(group, hostname);
    this.namespaces.push(group, namespace === '' ? undefined : namespace);
    this.sources.push(group, source);
    this.tags.push(group, tags?.join('\n'));
  }

  #groupOf(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.keys.push(key) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

/** Each value within each group has a number. */
export class Pairs {
  /** By the place of a label, -1 without a value. */
  readonly ofLabel: number[] = [];
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  push(group: number, value: string | undefined): void {
    this.ofLabel.push(value === undefined || group < 0 ? -1 : this.#numberOf(`${group} ${value}`));
  }

  #numberOf(pair: string): number {
    const known = this.#numbers.get(pair);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(pair, number);
    return number;
  }
}

function keyOf(label: KnownLabel, by: GroupedBy): string | undefined {
  return by === 'fingerprint' ? label.groupId : label[by];
}
