import type { Connection } from '../connection.ts';
import { lastSeq, readProgress } from '../progress.ts';
import { integer } from '../row.ts';
import type { Asked } from './asked.ts';
import { labelDimension, levelMinutes, levels, minuteMs, type Level } from './levels.ts';

/** Numbers from `first` up to `before`. */
export interface SeqRange {
  readonly first: number;
  readonly before: number;
}

interface Hours extends SeqRange {
  readonly hours: readonly number[];
}

const hourMs = minuteMs * levelMinutes[levels.hour];
/** With more of the labels than this, hardly an hour could be passed over. */
const selectivePart = 1 / 2;
/** Neighbours are looked through at once up to so many numbers: not more, since those before are waited for. */
const maxJoined = 16_384;
const hoursPerDay = levelMinutes[levels.day] / levelMinutes[levels.hour];

/**
 * The ranges of numbers in which alerts with one of these labels can be, by what is counted for each hour. Where clocks were
 * set back, hours share numbers, and are one range.
 */
export function* seqRanges(
  { connection, range, labels, isRelabelling }: Asked,
  candidates: ReadonlySet<number> | undefined,
  order: 'desc' | 'asc',
  after: number,
): Generator<SeqRange> {
  if (isRelabelling) {
    yield { first: connection.number('SELECT min(seq) FROM alerts'), before: lastSeq(readProgress(connection)) + 1 };
    return;
  }
  const isSelective = candidates !== undefined && candidates.size < labels.size * selectivePart;
  const inUse = new LabelsInUse(connection, isSelective ? candidates : undefined);
  let joined: SeqRange | undefined;
  for (const { hours, first, before } of islands(connection, range.fromMs, range.untilMs, order)) {
    const isBehind = order === 'desc' ? first >= after : before <= after + 1;
    if (isBehind || !hours.some((hour) => inUse.isAny(hour))) continue;
    if (joined && (joined.first === before || joined.before === first) && joined.before - joined.first < maxJoined) {
      joined = { first: Math.min(first, joined.first), before: Math.max(before, joined.before) };
      continue;
    }
    if (joined) yield joined;
    joined = { first, before };
  }
  if (joined) yield joined;
}

function islands(connection: Connection, fromMs: number, untilMs: number, order: 'desc' | 'asc'): readonly Hours[] {
  const rows = connection.all(
    'SELECT * FROM hours WHERE hour >= ? AND hour < ? ORDER BY first',
    Math.floor(fromMs / hourMs),
    Math.ceil(untilMs / hourMs),
  );
  const found: Hours[] = [];
  for (const row of rows) {
    const [hour, first, before] = [integer(row, 'hour'), integer(row, 'first'), integer(row, 'last') + 1];
    const previous = found.at(-1);
    if (!previous || first >= previous.before) found.push({ first, before, hours: [hour] });
    else {
      const joined = {
        first: previous.first,
        before: Math.max(before, previous.before),
        hours: [...previous.hours, hour],
      };
      found[found.length - 1] = joined;
    }
  }
  return order === 'asc' ? found : found.reverse();
}

/** Few labels are looked up one by one, many are compared with all there are. */
const fewLabels = 64;

/** Whether alerts with one of some labels came in an hour. */
class LabelsInUse {
  readonly #connection: Connection;
  readonly #json: string | undefined;
  readonly #column: string;
  readonly #days = new Map<number, boolean>();

  constructor(connection: Connection, candidates: ReadonlySet<number> | undefined) {
    this.#connection = connection;
    this.#json = candidates && JSON.stringify([...candidates]);
    this.#column = (candidates?.size ?? 0) <= fewLabels ? 'value' : '+value';
  }

  isAny(hour: number): boolean {
    if (this.#json === undefined) return true;
    const day = Math.floor(hour / hoursPerDay);
    const isInDay = this.#days.get(day) ?? this.#has(this.#json, levels.day, day);
    this.#days.set(day, isInDay);
    return isInDay && this.#has(this.#json, levels.hour, hour);
  }

  #has(json: string, level: Level, bucket: number): boolean {
    const row = this.#connection.get(
      `SELECT 1 FROM rollups WHERE level = ? AND bucket = ? AND dimension = ${labelDimension}
         AND ${this.#column} IN (SELECT value FROM json_each(?)) LIMIT 1`,
      level,
      bucket,
      json,
    );
    return row !== undefined;
  }
}
