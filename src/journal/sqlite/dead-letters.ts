import type { DeadLetterKey } from '../journal.ts';
import type { DeadLetterPage, LaneNumber, OperationResult } from './calls.ts';
import type { Connection } from './connection.ts';
import { reasonsLike } from './dead-letter-reasons.ts';
import { recordOutcome } from './outcomes.ts';
import type { OutputState, OutputStates } from './output-states.ts';
import { integer, text } from './row.ts';
import { ascending } from './seq-list.ts';

interface FoundLetter extends DeadLetterKey {
  readonly id: number;
  readonly lane: LaneNumber;
  readonly reason: string;
}

/** Sets dead letters aside, due at once. Those of retired outputs stay: nobody would send them. */
export function redrive(
  connection: Connection,
  outputs: OutputStates,
  page: DeadLetterPage,
  atMs: number,
): OperationResult {
  const letters = findLetters(connection, page, 'AND outputs.retired_at IS NULL');
  const insert = connection.statement('INSERT INTO set_aside VALUES (NULL, ?, ?, ?, 0, ?, ?, ?)');
  for (const [output, found] of byOutput(outputs, letters)) {
    for (const { id, lane, seq, reason } of found) {
      connection.run('DELETE FROM dead_letters WHERE id = ?', id);
      insert.run(output.id, seq, lane, atMs, atMs, reason);
      output.lanes[lane].position.dead--;
    }
    for (const lane of output.lanes) outputs.save(output, lane);
  }
  return pageResult(page, letters);
}

/** Records dead letters as suppressed for a reason. */
export function drop(
  connection: Connection,
  outputs: OutputStates,
  page: DeadLetterPage,
  atMs: number,
  reason: string,
): OperationResult {
  const letters = findLetters(connection, page, '');
  for (const [output, found] of byOutput(outputs, letters)) {
    for (const { id } of found) connection.run('DELETE FROM dead_letters WHERE id = ?', id);
    for (const state of output.lanes) {
      const seqs = ascending(found.filter(({ lane }) => lane === state.lane).map(({ seq }) => seq));
      state.position.dead -= seqs.length;
      state.position.suppressed += seqs.length;
      recordOutcome(connection, output.id, state.lane, seqs, { kind: 'suppressed', atMs, reason });
      outputs.save(output, state);
    }
  }
  return pageResult(page, letters);
}

function findLetters(
  connection: Connection,
  { selection: { output, reason, seqs }, afterId, limit }: DeadLetterPage,
  condition: '' | 'AND outputs.retired_at IS NULL',
): readonly FoundLetter[] {
  const rows = connection.all(
    `SELECT dead_letters.id, outputs.name, seq, lane, reason FROM dead_letters
       JOIN outputs ON outputs.id = dead_letters.output
     WHERE dead_letters.id > ?1 AND (?2 IS NULL OR outputs.name = ?2)
       AND (?3 IS NULL OR seq IN (SELECT value FROM json_each(?3))) ${condition}
       AND (?5 IS NULL OR reason IN (SELECT value FROM json_each(?5)))
     ORDER BY dead_letters.id LIMIT ?4`,
    afterId,
    output ?? null,
    seqs ? JSON.stringify(seqs) : null,
    limit,
    reasonsLike(connection, reason),
  );
  return rows.map((row) => ({
    id: integer(row, 'id'),
    output: text(row, 'name'),
    seq: integer(row, 'seq'),
    lane: integer(row, 'lane') === 0 ? 0 : 1,
    reason: text(row, 'reason'),
  }));
}

function byOutput(
  outputs: OutputStates,
  letters: readonly FoundLetter[],
): readonly (readonly [OutputState, readonly FoundLetter[]])[] {
  return [...Map.groupBy(letters, ({ output }) => output)].flatMap(([name, found]) => {
    const output = outputs.get(name);
    return output ? [[output, found] as const] : [];
  });
}

function pageResult({ limit }: DeadLetterPage, letters: readonly FoundLetter[]): OperationResult {
  const keys = letters.map(({ output, seq }) => ({ output, seq }));
  const last = letters.at(-1);
  return last && letters.length === limit ? { keys, nextId: last.id } : { keys };
}
