import type { Delivered, Suppressed } from '../journal.ts';
import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { DamagedRowError, integer, optionalBytes, type Row } from './row.ts';
import { decodeSeqs, encodeSeqs, seqRange } from './seq-list.ts';

export const outcomeKinds = ['delivered', 'suppressed'] as const;
type OutcomeKind = (typeof outcomeKinds)[number];

/** No row reaches farther, so that whoever looks for an alert knows where its row can begin. */
export const maxOutcomeSpan = 4096;

export type Outcome =
  | ({ readonly kind: 'delivered' } & Omit<Delivered, 'seqs'>)
  | ({ readonly kind: 'suppressed' } & Omit<Suppressed, 'seqs'>);

/** Records what became of alerts of a lane at an output. `seqs` ascend. */
export function recordOutcome(
  connection: Connection,
  outputId: number,
  lane: LaneNumber,
  seqs: readonly number[],
  outcome: Outcome,
): void {
  const insert = connection.statement('INSERT INTO outcomes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const part of bySpan(seqs)) {
    const first = part[0] ?? 0;
    const last = part.at(-1) ?? 0;
    insert.run(
      outputId,
      lane,
      outcomeKinds.indexOf(outcome.kind),
      first,
      last,
      last - first + 1 === part.length ? null : encodeSeqs(part),
      Math.round(outcome.atMs),
      ...columnsOf(outcome),
    );
  }
}

/** Which alerts a row of `outcomes` speaks of. */
export function seqsOf(row: Row): number[] {
  const first = integer(row, 'first');
  const last = integer(row, 'last');
  if (last - first >= maxOutcomeSpan) throw new DamagedRowError('last');
  const bytes = optionalBytes(row, 'seqs');
  return bytes ? decodeSeqs(first, bytes) : seqRange(first, last);
}

export function kindOf(row: Row): OutcomeKind {
  return outcomeKinds[integer(row, 'kind')] ?? 'suppressed';
}

function columnsOf(outcome: Outcome) {
  return outcome.kind === 'delivered'
    ? ([outcome.attempts, outcome.latencyMs, outcome.status ?? null, outcome.answer ?? null, null] as const)
    : ([null, null, null, null, outcome.reason] as const);
}

function bySpan(seqs: readonly number[]): readonly (readonly number[])[] {
  const parts: number[][] = [];
  let part: number[] = [];
  for (const seq of seqs) {
    if (part.length > 0 && seq - (part[0] ?? 0) >= maxOutcomeSpan) {
      parts.push(part);
      part = [];
    }
    part.push(seq);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
