import { readProgress } from '../progress.ts';
import { integer, type Row } from '../row.ts';
import { alertsPerBlock, blockOf } from '../search-index.ts';
import { indexQuery, type SearchTerms } from '../search-terms.ts';
import type { Asked } from './asked.ts';
import { seqRanges, type SeqRange } from './hours.ts';

export interface WalkOptions {
  readonly order: 'desc' | 'asc';
  /** Only alerts with these labels; all without. */
  readonly candidates: ReadonlySet<number> | undefined;
  /** Words of theirs that the index is asked for. */
  readonly terms: SearchTerms;
  /** Goes on after this number, in that order. */
  readonly after: number;
  readonly isLate: () => boolean;
}

/** How many numbers one query covers at first; doubled while it goes on. */
const firstSpan = 2048;
const maxSpan = 65_536;
/** Of a long question; the rest is compared afterwards. */
const maxComparedWords = 8;
/** So few labels are left to the database to compare. */
const fewLabels = 200;

/** Goes through the alerts of a time that may be meant, by their numbers, in steps that end when it is late. */
export class Walk {
  /** Everything up to here was looked at, in the order of the walk. */
  reached: number;
  isDone = false;
  readonly #asked: Asked;
  readonly #options: WalkOptions;
  readonly #indexedTo: number;
  readonly #tables: string;
  readonly #condition: string;
  readonly #values: readonly (number | string)[];

  constructor(asked: Asked, options: WalkOptions) {
    const { candidates, terms } = options;
    this.#asked = asked;
    this.#options = options;
    this.reached = options.after;
    this.#indexedTo = readProgress(asked.connection).indexedTo;
    const isFew = candidates !== undefined && candidates.size <= fewLabels;
    const words = comparedWords(terms);
    this.#tables = asked.plan.undecided.size > 0 ? 'alerts LEFT JOIN payloads USING (seq)' : 'alerts';
    this.#condition =
      (isFew ? 'AND label IN (SELECT value FROM json_each(?))' : '') + words.map(() => ' AND json LIKE ?').join('');
    this.#values = [...(isFew ? [JSON.stringify([...candidates])] : []), ...words.map((word) => `%${word}%`)];
  }

  /** Rows of `alerts`, with their texts where labels alone do not decide. Whoever stops before the end goes on after the last row. */
  *rows(): Generator<Row> {
    const { order, candidates, after } = this.#options;
    let span = firstSpan;
    for (const whole of seqRanges(this.#asked, candidates, order, after)) {
      for (let rest = this.#after(whole); rest.first < rest.before; rest = this.#after(rest)) {
        const part = partOf(rest, order, span);
        for (const range of this.#mayMatch(part)) {
          yield* this.#rowsOf(range);
          if (this.#options.isLate()) return;
        }
        this.reached = order === 'desc' ? part.first : part.before - 1;
        if (this.#options.isLate()) return;
        span = Math.min(span * 2, maxSpan);
      }
    }
    this.isDone = true;
  }

  *#rowsOf({ first, before }: SeqRange): Generator<Row> {
    const { candidates, order } = this.#options;
    const { fromMs, untilMs } = this.#asked.range;
    const rows = this.#asked.connection.iterate(
      `SELECT * FROM ${this.#tables}
       WHERE seq >= ? AND seq < ? AND received_at >= ? AND received_at < ? ${this.#condition}
       ORDER BY seq ${order === 'desc' ? 'DESC' : 'ASC'}`,
      first,
      before,
      fromMs,
      untilMs,
      ...this.#values,
    );
    for (const row of rows) {
      this.reached = integer(row, 'seq');
      if (!candidates || candidates.has(integer(row, 'label'))) yield row;
      if (this.#options.isLate()) return;
    }
    this.reached = order === 'desc' ? first : before - 1;
  }

  #after({ first, before }: SeqRange): SeqRange {
    if (this.#options.order === 'desc') return { first, before: Math.min(before, this.reached) };
    return { first: Math.max(first, this.reached + 1), before };
  }

  /** The blocks in which all words occur; what the index does not have yet may match as well. */
  *#mayMatch(range: SeqRange): Generator<SeqRange> {
    const { terms, order } = this.#options;
    if (terms.length === 0) {
      yield range;
      return;
    }
    const border = Math.min(Math.max(this.#indexedTo + 1, range.first), range.before);
    const fresh = { first: border, before: range.before };
    if (order === 'desc' && fresh.first < fresh.before) yield fresh;
    if (range.first < border) {
      const blocks = this.#asked.connection.all(
        `SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
         ORDER BY rowid ${order === 'desc' ? 'DESC' : 'ASC'}`,
        indexQuery(terms),
        blockOf(range.first),
        blockOf(border - 1),
      );
      for (const row of blocks) {
        const start = integer(row, 'rowid') * alertsPerBlock;
        yield { first: Math.max(start, range.first), before: Math.min(start + alertsPerBlock, border) };
      }
    }
    if (order === 'asc' && fresh.first < fresh.before) yield fresh;
  }
}

/** JSON escapes no letter and no digit, and the database compares those of ASCII in any case. */
function comparedWords(terms: SearchTerms): readonly string[] {
  const words = terms.flatMap((term) => term.words).filter((word) => /^[a-z0-9]+$/.test(word));
  return [...new Set(words)].slice(0, maxComparedWords);
}

function partOf({ first, before }: SeqRange, order: 'desc' | 'asc', span: number): SeqRange {
  return order === 'desc'
    ? { first: Math.max(first, before - span), before }
    : { first, before: Math.min(before, first + span) };
}
