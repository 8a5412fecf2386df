import type { Clock } from '#kit/clock.ts';
import type { LabelFilter, SearchStep, SearchStepResult } from './calls.ts';
import type { Connection } from './connection.ts';
import { EntryCollector, entryColumns, entryTables } from './entries.ts';
import { lastSeq, readProgress } from './progress.ts';
import { integer, text, type Row } from './row.ts';
import { alertsPerBlock, blockOf } from './search-index.ts';
import { indexQuery, matches, parseSearch, type SearchTerms } from './search-terms.ts';

/** After this a search lets other questions in between, and is asked to go on. */
export const stepMs = 20;
/** How many sequence numbers one query covers at first; doubled while queries find too little. */
const firstSpan = 2048;
const maxSpan = 262_144;
/** Between the making of a uuid and the arrival that is recorded, where a clock was set meanwhile. */
const uuidToleranceMs = 60_000;

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
    const isLate = () => clock.monotonic() >= end;
    const window = new SearchWindow(connection, step, progress.indexedTo, isLate);
    let before = Math.min(step.before, lastSeq(progress) + 1);
    let span = firstSpan;
    while (before > oldest) {
      before = window.collect(before, Math.max(before - span, oldest));
      if (window.isFull || isLate()) break;
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
  readonly #isLate: () => boolean;
  readonly #terms: SearchTerms;
  readonly #conditions: string;
  readonly #values: readonly (number | string)[];

  constructor(connection: Connection, step: SearchStep, indexedTo: number, isLate: () => boolean) {
    this.#connection = connection;
    this.#isLate = isLate;
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
    if (this.#terms.length === 0) return this.#take(first, before);
    const border = Math.min(Math.max(this.#indexedTo + 1, first), before);
    const reached = border < before ? this.#take(border, before) : border;
    if (reached > border || this.isFull || border <= first) return reached;
    return this.#collectIndexed(border, first);
  }

  /** Goes through the blocks of alerts in which all words occur, newest first. */
  #collectIndexed(before: number, first: number): number {
    const blocks = this.#connection.all(
      'SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC',
      indexQuery(this.#terms),
      blockOf(first),
      blockOf(before - 1),
    );
    for (const row of blocks) {
      const start = integer(row, 'rowid') * alertsPerBlock;
      const reached = this.#take(Math.max(start, first), Math.min(start + alertsPerBlock, before));
      if (this.isFull || this.#isLate()) return reached;
    }
    return first;
  }

  /** Looks at each alert. */
  #take(first: number, before: number): number {
    const rows = this.#connection.iterate(
      `SELECT ${entryColumns} FROM ${entryTables} WHERE ${this.#conditions} ORDER BY alerts.seq DESC`,
      first,
      before,
      ...this.#values,
    );
    for (const row of rows) {
      if (this.#terms.length === 0 || matchesRow(row, this.#terms)) this.entries.add(row);
      if (this.isFull || this.#isLate()) return integer(row, 'seq');
    }
    return first;
  }
}

/** Alerts with this uuid, newest first. One that tells its time is found by the time of arrival, others one by one. */
export function findByUuid(connection: Connection, uuid: string): readonly number[] {
  const sql = 'SELECT seq FROM alerts WHERE uuid = ?';
  const createdMs = uuidTimeMs(uuid);
  const byTime =
    createdMs === undefined
      ? []
      : connection.all(
          `${sql} AND received_at BETWEEN ? AND ? ORDER BY seq DESC`,
          uuid,
          createdMs - uuidToleranceMs,
          createdMs + uuidToleranceMs,
        );
  const rows = byTime.length > 0 ? byTime : connection.all(`${sql} ORDER BY seq DESC`, uuid);
  return rows.map((row) => integer(row, 'seq'));
}

/** Version 7 begins with milliseconds since 1970; see https://www.rfc-editor.org/rfc/rfc9562#section-5.7. */
function uuidTimeMs(uuid: string): number | undefined {
  const [, high, low] = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(uuid) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
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
