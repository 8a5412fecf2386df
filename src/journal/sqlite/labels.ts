import { alertKind, groupIdOf, tagsOf } from '#alert/alert-kind.ts';
import type { CountedDimension } from '../counting.ts';
import type { AlertRecord } from '../append-log/records.ts';
import type { Connection } from './connection.ts';
import { dimensionNumber } from './counting/levels.ts';
import { integer, optionalText, text, type Row } from './row.ts';

/** Hosts and namespaces come and go; this bounds what is remembered of them. */
const maxRemembered = 20_000;

/** A row of `labels`, as far as counting needs it. */
export interface Label {
  readonly id: number;
  readonly priority: number;
  /** Of before version 4: nothing but its minutes is counted. */
  readonly isOld: boolean;
  /** What its alerts are counted by besides: pairs of the dimension's number and the value's. */
  readonly values: readonly (readonly [dimension: number, value: number])[];
}

/** Of an alert, what its label is made from. */
export type LabelledRecord = Pick<AlertRecord, 'rule' | 'priority' | 'source' | 'hostname' | 'json'>;

/** What a label is made of, in the order of its columns. */
type LabelTexts = readonly [
  rule: string,
  priority: number,
  source: string,
  hostname: string,
  namespace: string,
  cluster: string,
  workload: string,
  process: string,
  user: string,
  tags: string,
];

const columns = 'rule, priority, source, hostname, namespace, cluster, workload, process, user, tags';

/** Finds or makes the rows of `labels`, and remembers those in use. */
export class Labels {
  readonly #connection: Connection;
  readonly #byTexts = new Map<string, Label>();
  readonly #byId = new Map<number, Label>();
  readonly #values = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  of(record: LabelledRecord): Label {
    const { rule, priority, source, hostname } = record;
    const { namespace, cluster, workload, process, user, tags } = alertKind(record.json);
    const texts: LabelTexts = [rule, priority, source, hostname, namespace, cluster, workload, process, user, tags];
    const key = keyOf(texts);
    const known = this.#byTexts.get(key);
    if (known) return known;
    const label = this.#label(this.#find(texts) ?? this.#insert(texts), texts);
    return this.#remember(key, label);
  }

  /** `undefined` where there is none although there should be. */
  byId(id: number): Label | undefined {
    const known = this.#byId.get(id);
    if (known) return known;
    const row = this.#connection.get('SELECT * FROM labels WHERE id = ?', id);
    if (!row) return undefined;
    const texts = textsOf(row);
    if (texts) return this.#remember(keyOf(texts), this.#label(id, texts));
    const old = { id, priority: integer(row, 'priority'), isOld: true, values: [] };
    this.#byId.set(id, old);
    return old;
  }

  /** After rows were removed, or a transaction that made some was rolled back. */
  forget(): void {
    this.#byTexts.clear();
    this.#byId.clear();
    this.#values.clear();
  }

  #remember(key: string, label: Label): Label {
    if (this.#byTexts.size >= maxRemembered || this.#byId.size >= 2 * maxRemembered) this.forget();
    this.#byTexts.set(key, label);
    this.#byId.set(label.id, label);
    return label;
  }

  #find(texts: LabelTexts): number | undefined {
    const condition = columns.replaceAll(',', ' = ? AND');
    const row = this.#connection.get(`SELECT id FROM labels WHERE ${condition} = ?`, ...texts);
    return row && integer(row, 'id');
  }

  #insert(texts: LabelTexts): number {
    const [rule, , , , namespace, cluster, workload, process, user] = texts;
    const groupId = groupIdOf({ rule, cluster, namespace, workload, process, user });
    const { lastInsertRowid } = this.#connection
      .statement(`INSERT INTO labels (${columns}, group_id) VALUES (${'?, '.repeat(texts.length)}?)`)
      .run(...texts, groupId);
    return Number(lastInsertRowid);
  }

  #label(id: number, texts: LabelTexts): Label {
    const [rule, priority, source, hostname, namespace, cluster, workload, process, user, tags] = texts;
    const tagList = tagsOf({ tags });
    const named: readonly (readonly [CountedDimension, string])[] = [
      ['rule', rule],
      ['source', source],
      ['hostname', hostname],
      ['namespace', namespace],
      ['cluster', cluster],
      ['workload', workload],
      ['process', process],
      ['user', user],
      ...(tagList.length > 0 ? [...new Set(tagList)] : ['']).map((tag) => ['tag', tag] as const),
    ];
    const values = named.map(([dimension, value]) => {
      const number = dimensionNumber(dimension);
      return [number, this.#value(number, value)] as const;
    });
    return { id, priority, isOld: false, values: [[dimensionNumber('priority'), priority], ...values] };
  }

  #value(dimension: number, value: string): number {
    const key = `${dimension}\0${value}`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const row = this.#connection.get(
      'SELECT id FROM dimension_values WHERE dimension = ? AND text = ?',
      dimension,
      value,
    );
    const id = row ? integer(row, 'id') : this.#insertValue(dimension, value);
    this.#values.set(key, id);
    return id;
  }

  #insertValue(dimension: number, value: string): number {
    const { lastInsertRowid } = this.#connection
      .statement('INSERT INTO dimension_values (dimension, text) VALUES (?, ?)')
      .run(dimension, value);
    return Number(lastInsertRowid);
  }
}

/** With the lengths, so that no text can pass for two. */
function keyOf(texts: LabelTexts): string {
  let key = '';
  for (const each of texts) key += typeof each === 'string' ? `${each.length}:${each}` : `${each},`;
  return key;
}

/** `undefined` for one of before version 4. */
function textsOf(row: Row): LabelTexts | undefined {
  if (optionalText(row, 'group_id') === undefined) return undefined;
  return [
    text(row, 'rule'),
    integer(row, 'priority'),
    text(row, 'source'),
    text(row, 'hostname'),
    text(row, 'namespace'),
    text(row, 'cluster'),
    text(row, 'workload'),
    text(row, 'process'),
    text(row, 'user'),
    text(row, 'tags'),
  ];
}
