import type { AlertRow } from './row.ts';

/** As many of the newest as one answer holds. */
export const askedAtOnce = 200;

/** What the newest alerts of a list want to know. */
export interface FateQuestion {
  /** When the oldest of them arrived; none where all is known. */
  readonly fromMs: number | undefined;
  /** When to ask again. */
  readonly againMs: number | false;
}

const soonMs = 1000;
const laterMs = 5000;

/** Not yet looked up: soon. Owed: every few seconds, for it may be so for hours. */
export function fateQuestion(newest: readonly AlertRow[]): FateQuestion {
  const asked = newest.slice(0, askedAtOnce);
  const oldest = asked.findLast((row) => !isSettled(row));
  if (!oldest) return { fromMs: undefined, againMs: false };
  const isUnknown = asked.some(({ pips }) => pips === undefined);
  return { fromMs: oldest.entry.receivedAtMs, againMs: isUnknown ? soonMs : laterMs };
}

function isSettled({ pips }: AlertRow): boolean {
  return pips !== undefined && pips.every(({ state }) => state !== 'owed');
}

/** The rows with what was told of them since; the same row where nothing changed, so that the table need not make it again. */
export function withFates(rows: readonly AlertRow[], told: ReadonlyMap<number, AlertRow>): readonly AlertRow[] {
  if (told.size === 0) return rows;
  return rows.map((row) => {
    const pips = told.get(row.entry.seq)?.pips;
    return pips === undefined || isSame(pips, row.pips) ? row : { entry: row.entry, pips };
  });
}

function isSame(told: NonNullable<AlertRow['pips']>, known: AlertRow['pips']): boolean {
  return (
    known !== undefined &&
    told.length === known.length &&
    told.every(({ output, state }, index) => known[index]?.output === output && known[index].state === state)
  );
}
