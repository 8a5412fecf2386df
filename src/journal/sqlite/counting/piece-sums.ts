import type { Connection } from '../connection.ts';
import { readProgress } from '../progress.ts';
import { eachLabelCount } from './count-rows.ts';
import { levelMinutes, levels } from './levels.ts';
import type { Piece } from './pieces.ts';

/** A number of alerts for each label. */
export interface LabelSums {
  readonly labels: readonly number[];
  readonly counts: readonly number[];
}

export type Buckets = Extract<Piece, { kind: 'buckets' }>;

interface Kept {
  /** Another one when alerts came or went. */
  readonly state: string;
  readonly sums: LabelSums;
}

const maxKept = 16;

/**
 * Sums over buckets, remembered while no alert came into them or went from anywhere: whoever asks about a week
 * every few seconds asks about the same hours. Not for a journal whose alerts get other labels.
 */
export class PieceSums {
  readonly #kept = new Map<string, Kept>();

  of(connection: Connection, piece: Buckets): LabelSums {
    return this.read(connection, piece).sums;
  }

  read(connection: Connection, piece: Buckets): Kept {
    const key = `${piece.level} ${piece.first} ${piece.end}`;
    const state = stateOf(connection, piece);
    const known = this.#kept.get(key);
    const kept = known?.state === state ? known : { state, sums: sum(connection, piece) };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return kept;
  }
}

/** Numbers only grow, so that whatever comes into an hour changes its last one. */
function stateOf(connection: Connection, { level, first, end }: Buckets): string {
  const hours = levelMinutes[level] / levelMinutes[levels.hour];
  const last = connection.get(
    'SELECT max(last) AS last FROM hours WHERE hour >= ? AND hour < ?',
    Math.floor(first * hours),
    Math.ceil(end * hours),
  );
  const removed = readProgress(connection).lanes.map(({ appended, kept }) => appended - kept);
  return JSON.stringify([last?.['last'], removed]);
}

function sum(connection: Connection, piece: Buckets): LabelSums {
  const sums = new Map<number, number>();
  eachLabelCount(connection, piece, (label, count) => sums.set(label, (sums.get(label) ?? 0) + count));
  return { labels: [...sums.keys()], counts: [...sums.values()] };
}
