import type { DeadLetterKey, DeadLetterRecord, Fate, SetAside } from '../journal.ts';
import type { ReadCalls, StoredDeadLetters, StoredPosition } from './calls.ts';
import type { Connection } from './connection.ts';
import { reasonsLike } from './dead-letter-reasons.ts';
import { readSome } from './entries.ts';
import { kindOf, maxOutcomeSpan, seqsOf } from './outcomes.ts';
import { countUnsettled, findOutput, readOutputs, readPosition, readSettledAhead } from './positions.ts';
import type { StoredOutput } from './positions.ts';
import { integer, optionalInteger, optionalText, text, type Row } from './row.ts';

export function readStoredPosition(connection: Connection, name: string): StoredPosition | undefined {
  return connection.snapshot(() => {
    const output = findOutput(connection, name);
    if (!output) return undefined;
    const cursors = [
      readPosition(connection, output.id, 0).cursor,
      readPosition(connection, output.id, 1).cursor,
    ] as const;
    const settledAhead = [
      readSettledAhead(connection, output.id, 0, cursors[0]),
      readSettledAhead(connection, output.id, 1, cursors[1]),
    ] as const;
    const owed = [
      countUnsettled(connection, 0, cursors[0], settledAhead[0]),
      countUnsettled(connection, 1, cursors[1], settledAhead[1]),
    ] as const;
    return { cursors, settledAhead, owed };
  });
}

export function readDue(connection: Connection, name: string, dueAtMs: number, limit: number): readonly SetAside[] {
  const output = findOutput(connection, name);
  if (!output) return [];
  return connection
    .all(
      'SELECT * FROM set_aside WHERE output = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, seq LIMIT ?',
      output.id,
      Math.min(dueAtMs, Number.MAX_SAFE_INTEGER),
      limit,
    )
    .map((row) => ({ seq: integer(row, 'seq'), ...setAsideOf(row) }));
}

/**
 * Newest first. A page never ends between the outputs of one alert, since the next begins at an alert: it may be longer
 * than asked for.
 */
export function readDeadLetters(
  connection: Connection,
  { output: name, reason, beforeSeq, limit }: ReadCalls['deadLetters']['argument'],
): StoredDeadLetters {
  return connection.snapshot(() => {
    const sql = `SELECT dead_letters.*, outputs.name FROM dead_letters JOIN outputs ON outputs.id = dead_letters.output
      WHERE (?1 IS NULL OR outputs.name = ?1) AND (?4 IS NULL OR reason IN (SELECT value FROM json_each(?4)))`;
    const reasons = reasonsLike(connection, reason);
    const rows = [
      ...connection.all(
        `${sql} AND seq < ?2 ORDER BY seq DESC, outputs.name LIMIT ?3`,
        name ?? null,
        beforeSeq,
        limit,
        reasons,
      ),
    ];
    const last = rows.at(-1);
    if (last && name === undefined && rows.length === limit) {
      const seq = integer(last, 'seq');
      const whole = connection.all(
        `${sql} AND seq = ?2 AND ?3 IS NULL ORDER BY outputs.name`,
        null,
        seq,
        null,
        reasons,
      );
      rows.splice(
        rows.findIndex((row) => row['seq'] === seq),
        rows.length,
        ...whole,
      );
    }
    const letters = rows.map(deadLetterOf);
    return { letters, entries: readSome(connection, [...new Set(letters.map(({ seq }) => seq))]) };
  });
}

/** What became of an alert at every output that has a record of it or still owes it. */
export function readFates(connection: Connection, seq: number): readonly Fate[] {
  return connection.snapshot(() => {
    const alert = connection.get('SELECT lane FROM alerts WHERE seq = ?', seq);
    if (!alert) return [];
    const lane = integer(alert, 'lane') === 0 ? 0 : 1;
    return readOutputs(connection).flatMap((output): Fate[] => {
      const recorded = recordedFate(connection, output, lane, seq);
      if (recorded) return [recorded];
      const isOwed = !output.isRetired && seq > readPosition(connection, output.id, lane).cursor;
      return isOwed ? [{ output: output.name, fate: 'waiting' }] : [];
    });
  });
}

function recordedFate(connection: Connection, { id, name }: StoredOutput, lane: 0 | 1, seq: number): Fate | undefined {
  const dead = connection.get('SELECT * FROM dead_letters WHERE output = ? AND seq = ?', id, seq);
  if (dead) return { output: name, fate: 'dead', ...deathOf(dead) };
  const aside = connection.get('SELECT * FROM set_aside WHERE output = ? AND seq = ?', id, seq);
  if (aside) return { output: name, fate: 'retrying', ...setAsideOf(aside) };
  const outcome = connection
    .all(
      `SELECT * FROM outcomes WHERE output = ? AND lane = ? AND first BETWEEN ? AND ? AND last >= ? ORDER BY id DESC`,
      id,
      lane,
      seq - maxOutcomeSpan,
      seq,
      seq,
    )
    .find((row) => seqsOf(row).includes(seq));
  return outcome && outcomeFate(name, outcome);
}

function outcomeFate(output: string, row: Row): Fate {
  const atMs = integer(row, 'at');
  if (kindOf(row) === 'suppressed') return { output, fate: 'suppressed', atMs, reason: text(row, 'reason') };
  return {
    output,
    fate: 'delivered',
    atMs,
    attempts: integer(row, 'attempts'),
    latencyMs: integer(row, 'latency'),
    ...answerOf(row),
  };
}

function setAsideOf(row: Row): Omit<SetAside, 'seq'> {
  return {
    attempts: integer(row, 'attempts'),
    firstFailedAtMs: integer(row, 'first_failed_at'),
    nextAttemptAtMs: integer(row, 'next_attempt_at'),
    reason: text(row, 'reason'),
  };
}

function deadLetterOf(row: Row): DeadLetterRecord & DeadLetterKey {
  return { output: text(row, 'name'), seq: integer(row, 'seq'), ...deathOf(row) };
}

function deathOf(row: Row): Omit<DeadLetterRecord, 'seq'> {
  return {
    atMs: integer(row, 'at'),
    attempts: integer(row, 'attempts'),
    reason: text(row, 'reason'),
    ...answerOf(row),
  };
}

function answerOf(row: Row): { status?: number; answer?: string } {
  const status = optionalInteger(row, 'status');
  const answer = optionalText(row, 'answer');
  return { ...(status !== undefined && { status }), ...(answer !== undefined && { answer }) };
}
