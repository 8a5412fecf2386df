import { tagsOf } from '#alert/alert-kind.ts';
import { priorities, type Priority } from '#alert/priority.ts';
import type { CountedDimension } from '../../counting.ts';
import type { Connection } from '../connection.ts';
import { integer, optionalText, text, type Row } from '../row.ts';

/** What all alerts with a label have in common. `undefined` is what is not known of those of an older version yet. */
export interface KnownLabel {
  readonly id: number;
  /** Numbers those that are known without gaps, from 0. */
  readonly place: number;
  readonly priorityNumber: number;
  readonly priority: Priority;
  readonly rule: string;
  readonly source: string;
  readonly hostname: string;
  /** Of an older version only where `k8s.ns.name` says it. */
  readonly namespace: string | undefined;
  readonly cluster: string | undefined;
  readonly workload: string | undefined;
  readonly process: string | undefined;
  readonly user: string | undefined;
  /** Sorted; one list for all labels that have these. */
  readonly tags: readonly string[] | undefined;
  readonly groupId: string | undefined;
}

/** Those that no alert has any more stay until there are too many of them. */
const maxUnused = 20_000;

/** The labels of the journal, kept beside a connection: they never change, and no number is given twice. */
export class KnownLabels {
  readonly #byId = new Map<number, KnownLabel>();
  readonly #byPlace: KnownLabel[] = [];
  readonly #tags = new Map<string, readonly string[]>();
  readonly #alone = new Map<string, readonly string[]>();
  readonly #values = new Map<number, string>();
  #lastLabel = 0;
  #lastValue = 0;
  #generation = 0;
  #countedTo = 0;

  /** Reads what is new. To be called within the snapshot that is asked about. */
  refresh(connection: Connection): void {
    if (this.#lastLabel > this.#countedTo) {
      if (this.#byId.size > connection.number('SELECT count(*) FROM labels') + maxUnused) this.#forget();
      this.#countedTo = this.#lastLabel;
    }
    for (const row of connection.iterate('SELECT * FROM labels WHERE id > ? ORDER BY id', this.#lastLabel)) {
      const label = labelOf(row, this.#byPlace.length, (tags) => this.#tagsOf(tags));
      this.#byId.set(label.id, label);
      this.#byPlace.push(label);
      this.#lastLabel = label.id;
    }
    for (const row of connection.iterate(
      'SELECT id, text FROM dimension_values WHERE id > ? ORDER BY id',
      this.#lastValue,
    )) {
      this.#lastValue = integer(row, 'id');
      this.#values.set(this.#lastValue, text(row, 'text'));
    }
  }

  get(id: number): KnownLabel | undefined {
    return this.#byId.get(id);
  }

  at(place: number): KnownLabel | undefined {
    return this.#byPlace[place];
  }

  all(): Iterable<KnownLabel> {
    return this.#byPlace;
  }

  /** Those from a place on. */
  from(place: number): readonly KnownLabel[] {
    return this.#byPlace.slice(place);
  }

  /** A list of this text alone, the same one each time. */
  alone(text: string): readonly string[] {
    const known = this.#alone.get(text) ?? [text];
    this.#alone.set(text, known);
    return known;
  }

  /** Another one when places are given anew. */
  get generation(): number {
    return this.#generation;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** The newest there is. */
  get last(): number {
    return this.#lastLabel;
  }

  /** The text of what a dimension is counted by. */
  value(dimension: CountedDimension, number: number): string {
    return dimension === 'priority' ? priorityOf(number) : (this.#values.get(number) ?? '');
  }

  #tagsOf(tags: string): readonly string[] {
    const known = this.#tags.get(tags) ?? [...new Set(tagsOf({ tags }))].sort();
    this.#tags.set(tags, known);
    return known;
  }

  #forget(): void {
    this.#tags.clear();
    this.#alone.clear();
    this.#byId.clear();
    this.#byPlace.length = 0;
    this.#generation++;
    this.#values.clear();
    this.#lastLabel = 0;
    this.#lastValue = 0;
  }
}

/** The values of a label; `undefined` where they are not known. */
export function valuesOf(label: KnownLabel, dimension: CountedDimension): readonly string[] | undefined {
  if (dimension === 'tag') return label.tags && (label.tags.length > 0 ? label.tags : ['']);
  const value = label[dimension];
  return value === undefined ? undefined : [value];
}

function labelOf(row: Row, place: number, listOf: (tags: string) => readonly string[]): KnownLabel {
  const tags = optionalText(row, 'tags');
  const groupId = optionalText(row, 'group_id');
  const namespace = text(row, 'namespace');
  const priorityNumber = integer(row, 'priority');
  return {
    id: integer(row, 'id'),
    place,
    priorityNumber,
    priority: priorityOf(priorityNumber),
    rule: text(row, 'rule'),
    source: text(row, 'source'),
    hostname: text(row, 'hostname'),
    namespace: groupId === undefined && namespace === '' ? undefined : namespace,
    cluster: optionalText(row, 'cluster'),
    workload: optionalText(row, 'workload'),
    process: optionalText(row, 'process'),
    user: optionalText(row, 'user'),
    tags: tags === undefined ? undefined : listOf(tags),
    groupId,
  };
}

/** Stored is Falcosidekick's number, 8 for Emergency down to 1 for Debug; see `priorityNumber`. */
export function priorityOf(number: number): Priority {
  return priorities[priorities.length - number] ?? 'Debug';
}
