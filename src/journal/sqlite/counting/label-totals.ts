import type { Connection } from '../connection.ts';
import { lastSeq, readProgress, type Progress } from '../progress.ts';
import { eachTotal } from './count-rows.ts';
import type { KnownLabels } from './known-labels.ts';

/** How many alerts there are with each label, and when the first and the last of these came, by the place of the label. */
export interface LabelTotals {
  /** 0 for a label that no alert has any more. */
  readonly counts: readonly number[];
  readonly firstAtMs: readonly number[];
  readonly lastAtMs: readonly number[];
  readonly lastSeqs: readonly number[];
  /** Another one when alerts went: until then counts only grow. */
  readonly epoch: number;
}

interface Kept {
  readonly labels: number;
  readonly removed: string;
  readonly to: number;
}

/**
 * The totals, kept beside a connection: where only alerts came since, those of their labels are read again. Not for a journal
 * whose alerts get other labels.
 */
export class KeptTotals {
  /** Another one after every change. */
  #totals = noTotals(0);
  #kept: Kept | undefined;

  of(connection: Connection, labels: KnownLabels): LabelTotals {
    const progress = readProgress(connection);
    const now = { labels: labels.generation, removed: removedOf(progress), to: lastSeq(progress) };
    const kept = this.#kept;
    const isSame = kept?.labels === now.labels && kept.removed === now.removed;
    if (isSame && kept.to === now.to) return this.#totals;
    this.#totals = isSame ? { ...this.#totals } : noTotals(this.#totals.epoch + 1);
    read(connection, labels, this.#totals, isSame ? kept.to : undefined);
    this.#kept = now;
    return this.#totals;
  }
}

/** The totals as they are, for whoever cannot keep them. */
export function readTotals(connection: Connection, labels: KnownLabels): LabelTotals {
  const totals = noTotals(-1);
  read(connection, labels, totals, undefined);
  return totals;
}

interface Changing {
  readonly counts: number[];
  readonly firstAtMs: number[];
  readonly lastAtMs: number[];
  readonly lastSeqs: number[];
  readonly epoch: number;
}

function noTotals(epoch: number): Changing {
  return { counts: [], firstAtMs: [], lastAtMs: [], lastSeqs: [], epoch };
}

/** @param after only labels of alerts behind this one; `undefined` for all */
function read(connection: Connection, labels: KnownLabels, totals: Changing, after: number | undefined): void {
  for (let place = totals.counts.length; place < labels.size; place++) {
    for (const list of [totals.counts, totals.firstAtMs, totals.lastAtMs, totals.lastSeqs]) list.push(0);
  }
  eachTotal(connection, after, ({ label, count, firstAtMs, lastAtMs, lastSeq: seq }) => {
    const place = labels.get(label)?.place;
    if (place === undefined) return;
    totals.counts[place] = count;
    totals.firstAtMs[place] = firstAtMs;
    totals.lastAtMs[place] = lastAtMs;
    totals.lastSeqs[place] = seq;
  });
}

/** What was removed changes labels that no alert tells of any more. */
function removedOf({ lanes }: Progress): string {
  return lanes.map(({ appended, kept }) => appended - kept).join(' ');
}
