import type { FateLetter, FateLetters } from '../counting.ts';
import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { kindOf, maxOutcomeSpan, seqsOf } from './outcomes.ts';
import { readOutputs, readPosition } from './positions.ts';
import { laneNumbers } from './progress.ts';
import { integer, type Row } from './row.ts';

/** What became of alerts at every output in use, in the order of their numbers asked for. */
export function readFateLetters(connection: Connection, seqs: readonly number[]): FateLetters {
  return connection.snapshot(() => {
    const lanes = lanesOf(connection, seqs);
    const outputs = readOutputs(connection).filter(({ isRetired }) => !isRetired);
    const columns = outputs.map(({ id }) => lettersAt(connection, id, lanes));
    return {
      outputs: outputs.map(({ name }) => name),
      letters: seqs.map((seq) => columns.map((letters) => letters.get(seq) ?? '-').join('')),
    };
  });
}

function lanesOf(connection: Connection, seqs: readonly number[]): ReadonlyMap<number, LaneNumber> {
  const rows = connection.all(
    'SELECT alerts.seq, lane FROM json_each(?) AS wanted JOIN alerts ON alerts.seq = wanted.value',
    JSON.stringify(seqs),
  );
  return new Map(rows.map((row) => [integer(row, 'seq'), integer(row, 'lane') === 0 ? 0 : 1]));
}

function lettersAt(
  connection: Connection,
  output: number,
  lanes: ReadonlyMap<number, LaneNumber>,
): ReadonlyMap<number, FateLetter> {
  const letters = new Map<number, FateLetter>();
  for (const lane of laneNumbers) {
    const seqs = new Set([...lanes].filter(([, each]) => each === lane).map(([seq]) => seq));
    if (seqs.size === 0) continue;
    const { cursor } = readPosition(connection, output, lane);
    for (const seq of seqs) if (seq > cursor) letters.set(seq, 'o');
    addOutcomes(connection, output, lane, seqs, letters);
  }
  const json = JSON.stringify([...lanes.keys()]);
  addApart(connection, 'set_aside', output, json, letters, 'o');
  addApart(connection, 'dead_letters', output, json, letters, 'x');
  return letters;
}

/** Later rows say what became of an alert in the end. */
function addOutcomes(
  connection: Connection,
  output: number,
  lane: LaneNumber,
  seqs: ReadonlySet<number>,
  letters: Map<number, FateLetter>,
): void {
  const ownRows = connection.all(
    `SELECT outcomes.* FROM json_each(?) AS wanted CROSS JOIN outcomes
       ON output = ? AND lane = ? AND first = wanted.value WHERE last = first ORDER BY outcomes.id`,
    JSON.stringify([...seqs]),
    output,
    lane,
  );
  const own = new Map(ownRows.map((row) => [integer(row, 'first'), letterOf(row)]));
  for (const [seq, letter] of own) letters.set(seq, letter);
  for (const { first, last } of neighbours([...seqs].filter((seq) => !own.has(seq)))) {
    const rows = connection.iterate(
      `SELECT * FROM outcomes WHERE output = ? AND lane = ? AND first BETWEEN ? AND ? AND last >= ? ORDER BY id`,
      output,
      lane,
      first - maxOutcomeSpan,
      last,
      first,
    );
    for (const row of rows) {
      const letter = letterOf(row);
      for (const seq of seqsOf(row)) if (seqs.has(seq)) letters.set(seq, letter);
    }
  }
}

function letterOf(row: Row): FateLetter {
  return kindOf(row) === 'suppressed' ? 's' : 'd';
}

/** Ranges of alerts that rows may have in common. */
function neighbours(seqs: readonly number[]): readonly { readonly first: number; readonly last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && seq - range.last <= maxOutcomeSpan) range.last = seq;
    else ranges.push({ first: seq, last: seq });
  }
  return ranges;
}

function addApart(
  connection: Connection,
  table: 'set_aside' | 'dead_letters',
  output: number,
  json: string,
  letters: Map<number, FateLetter>,
  letter: FateLetter,
): void {
  const rows = connection.all(
    `SELECT seq FROM ${table} WHERE output = ? AND seq IN (SELECT value FROM json_each(?))`,
    output,
    json,
  );
  for (const row of rows) letters.set(integer(row, 'seq'), letter);
}
