import type { DeadLetterRecord, Delivered, SetAside, Suppressed } from '#journal/journal.ts';

/** What became of alerts, to be written down. */
export interface Outcomes {
  readonly delivered: readonly Delivered[];
  readonly suppressed: readonly Suppressed[];
  readonly setAside: readonly SetAside[];
  readonly dead: readonly DeadLetterRecord[];
}

export const noOutcomes: Outcomes = { delivered: [], suppressed: [], setAside: [], dead: [] };

/** The alerts that these outcomes settle. */
export function seqsOf({ delivered, suppressed, setAside, dead }: Outcomes): readonly number[] {
  return [
    ...delivered.flatMap(({ seqs }) => seqs),
    ...suppressed.flatMap(({ seqs }) => seqs),
    ...setAside.map(({ seq }) => seq),
    ...dead.map(({ seq }) => seq),
  ];
}

/** All together, with what was suppressed for the same reason in one record. */
export function mergedOutcomes(all: readonly Outcomes[]): Outcomes {
  return {
    delivered: all.flatMap(({ delivered }) => delivered),
    suppressed: groupedByReason(all.flatMap(({ suppressed }) => suppressed)),
    setAside: all.flatMap(({ setAside }) => setAside),
    dead: all.flatMap(({ dead }) => dead),
  };
}

function groupedByReason(suppressed: readonly Suppressed[]): readonly Suppressed[] {
  return [...Map.groupBy(suppressed, ({ reason }) => reason)].map(([reason, group]) => ({
    seqs: group.flatMap(({ seqs }) => seqs),
    atMs: Math.max(...group.map(({ atMs }) => atMs)),
    reason,
  }));
}
