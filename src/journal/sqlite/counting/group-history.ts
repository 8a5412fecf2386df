import type { GroupNumbers } from './group-numbers.ts';
import type { LabelTotals } from './label-totals.ts';

/** What is known of all alerts of each group that are kept, by the number of the group. */
export interface GroupHistory {
  readonly counts: readonly number[];
  readonly firstSeenMs: readonly number[];
  readonly lastSeenMs: readonly number[];
  readonly lastSeqs: readonly number[];
  /** The place of the label that the newest alert has. */
  readonly newest: readonly number[];
}

/** Histories of groups, made anew when the totals of labels are others. */
export class GroupHistories {
  readonly #kept = new Map<GroupNumbers, { readonly totals: LabelTotals; readonly history: GroupHistory }>();

  of(numbers: GroupNumbers, totals: LabelTotals): GroupHistory {
    const known = this.#kept.get(numbers);
    if (known?.totals === totals) return known.history;
    const history = historyOf(numbers, totals);
    this.#kept.set(numbers, { totals, history });
    return history;
  }

  forget(numbers: GroupNumbers): void {
    this.#kept.delete(numbers);
  }
}

function historyOf({ keys, groups }: GroupNumbers, totals: LabelTotals): GroupHistory {
  const [counts, lastSeenMs, lastSeqs] = [filled(keys.length, 0), filled(keys.length, 0), filled(keys.length, 0)];
  const [firstSeenMs, newest] = [filled(keys.length, Infinity), filled(keys.length, -1)];
  for (const [place, count] of totals.counts.entries()) {
    const group = groups[place] ?? -1;
    if (group < 0 || count === 0) continue;
    const [firstAtMs = 0, lastAtMs = 0, seq = 0] = [
      totals.firstAtMs[place],
      totals.lastAtMs[place],
      totals.lastSeqs[place],
    ];
    counts[group] = (counts[group] ?? 0) + count;
    firstSeenMs[group] = Math.min(firstSeenMs[group] ?? 0, firstAtMs);
    lastSeenMs[group] = Math.max(lastSeenMs[group] ?? 0, lastAtMs);
    if (seq <= (lastSeqs[group] ?? 0)) continue;
    lastSeqs[group] = seq;
    newest[group] = place;
  }
  return { counts, firstSeenMs, lastSeenMs, lastSeqs, newest };
}

function filled(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}
