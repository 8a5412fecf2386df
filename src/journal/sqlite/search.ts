import type { Clock } from '#kit/clock.ts';
import type { LabelFilter, SearchStep, SearchStepResult } from './calls.ts';
import type { Connection } from './connection.ts';
import { EntryCollector, entryColumns, entryTables } from './entries.ts';
import { lastSeq, readProgress } from './progress.ts';
import { integer, text, type Row } from './row.ts';
import { indexQuery, matches, parseSearch, type SearchTerms } from './search-terms.ts';
import { uuidWord } from './words.ts';

/** After this a search lets other questions in between, and is asked to go on. */
const stepMs = 20;
/** How many sequence numbers one query covers at first; doubled while queries find too little. */
const firstSpan = 2048;
const maxSpan = 262_144;

/**
 * A part of a search, newest first. Alerts that the index does not have yet are read and compared one by one, so that a
 * search is exact at any moment.
 */
export function searchStep(
  connection: Connection,
  step: SearchStep,
  clock: Pick<Clock, 'monotonic'>,
): SearchStepResult {
  const end = clock.monotonic() + stepMs;
  return connection.snapshot(() => {
    const oldest = connection.number('SELECT min(seq) FROM alerts');
    const progress = readProgress(connection);
    const window = new SearchWindow(connection, step, progress.indexedTo);
    let before = Math.min(step.before, lastSeq(progress) + 1);
    let span = firstSpan;
    while (before > oldest) {
      before = window.collect(before, Math.max(before - span, oldest));
      if (window.isFull) break;
      if (clock.monotonic() >= end) break;
      span = Math.min(span * 2, maxSpan);
    }
    const isDone = window.entries.size >= step.limit || before <= oldest;
    return { entries: window.entries.columns(), before: isDone ? undefined : before };
  });
}

/** Collects what matches, one range of sequence numbers after another. */
class SearchWindow {
  readonly entries = new EntryCollector();
  readonly #connection: Connection;
  readonly #step: SearchStep;
  readonly #indexedTo: number;
  readonly #terms: SearchTerms;
  readonly #conditions: string;
  readonly #values: readonly (number | string)[];

  constructor(connection: Connection, step: SearchStep, indexedTo: number) {
    this.#connection = connection;
    this.#step = step;
    this.#indexedTo = indexedTo;
    this.#terms = parseSearch(step.text ?? '');
    const labels = labelCondition(step.labels);
    this.#conditions = `alerts.seq >= ? AND alerts.seq < ? AND received_at >= ? AND received_at < ? ${labels.sql}`;
    this.#values = [Math.max(step.fromMs, 0), Math.min(step.untilMs, Number.MAX_SAFE_INTEGER), ...labels.values];
  }

  get isFull(): boolean {
    return this.entries.size >= this.#step.limit || this.entries.isFull;
  }

  /** Looks through `[first, before)` and returns how far it came: `first`, unless what is wanted was found before. */
  collect(before: number, first: number): number {
    if (this.#terms.length === 0) return this.#take(this.#rows('', [first, before]), first, false);
    const border = Math.min(Math.max(this.#indexedTo + 1, first), before);
    const reached = border < before ? this.#take(this.#rows('', [border, before]), border, true) : border;
    if (reached > border || this.isFull || border <= first) return reached;
    const { match, isExact } = indexQuery(this.#terms);
    const condition = 'AND alerts.seq IN (SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?)';
    return this.#take(this.#rows(condition, [first, border], [match, first, border]), first, !isExact);
  }

  #rows(condition: string, range: readonly [number, number], values: readonly (number | string)[] = []): Iterable<Row> {
    return this.#connection.iterate(
      `SELECT ${entryColumns} FROM ${entryTables} WHERE ${this.#conditions} ${condition} ORDER BY alerts.seq DESC`,
      ...range,
      ...this.#values,
      ...values,
    );
  }

  #take(rows: Iterable<Row>, first: number, mustCompare: boolean): number {
    for (const row of rows) {
      if (!mustCompare || matchesRow(row, this.#terms)) this.entries.add(row);
      if (this.isFull) return integer(row, 'seq');
    }
    return first;
  }
}

/** Alerts with this uuid, newest first. */
export function findByUuid(connection: Connection, uuid: string): readonly number[] {
  return connection.snapshot(() => {
    const { indexedTo } = readProgress(connection);
    const rows = connection.all(
      `SELECT seq FROM alerts WHERE uuid = ?1 AND seq > ?2
       UNION SELECT seq FROM alerts WHERE uuid = ?1 AND seq IN (SELECT rowid FROM words WHERE words MATCH ?3)
       ORDER BY seq DESC`,
      uuid,
      indexedTo,
      `"${uuidWord(uuid)}"`,
    );
    return rows.map((row) => integer(row, 'seq'));
  });
}

function labelCondition(filter: LabelFilter | undefined): { sql: string; values: readonly (number | string)[] } {
  if (!filter) return { sql: '', values: [] };
  const conditions = ['priority >= ?'];
  const values: (number | string)[] = [filter.minimumPriority];
  for (const column of ['rule', 'source', 'hostname'] as const) {
    const value = filter[column];
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    values.push(value);
  }
  return { sql: `AND label IN (SELECT id FROM labels WHERE ${conditions.join(' AND ')})`, values };
}

/** A row without a readable text matches nothing here; reading it finds the damage. */
function matchesRow(row: Row, terms: SearchTerms): boolean {
  if (row['json'] === null) return false;
  try {
    return matches(text(row, 'json'), terms);
  } catch {
    return false;
  }
}
