import type { Connection } from '../connection.ts';
import type { GroupNumbers } from './group-numbers.ts';
import { GroupSums } from './group-sums.ts';
import type { KnownLabels } from './known-labels.ts';
import type { LabelTotals } from './label-totals.ts';
import type { Buckets, PieceSums } from './piece-sums.ts';

interface Kept {
  readonly state: string;
  readonly sums: GroupSums;
}

/** All alerts, and which labels are in the sums already. */
interface KeptWhole {
  readonly epoch: number;
  readonly sums: GroupSums;
  readonly isIn: boolean[];
}

const maxKept = 8;

/** Groups of whatever alerts there are, remembered while none of theirs came or went. */
export class KeptGroupSums {
  readonly #numbers: GroupNumbers;
  readonly #labels: KnownLabels;
  readonly #pieces = new Map<string, Kept>();
  #whole: KeptWhole | undefined;

  constructor(numbers: GroupNumbers, labels: KnownLabels) {
    this.#numbers = numbers;
    this.#labels = labels;
  }

  /** Of all alerts, except for how many each group has, which the totals say. */
  whole({ epoch, counts }: LabelTotals): GroupSums {
    const kept = this.#whole;
    const isSame = kept?.epoch === epoch;
    const sums = isSame ? kept.sums.copy() : new GroupSums(this.#numbers);
    const isIn = isSame ? kept.isIn : [];
    for (const [place, count] of counts.entries()) {
      if (count === 0 || isIn[place] === true) continue;
      const label = this.#labels.at(place);
      if (label) sums.add(label, count, undefined);
      isIn[place] = true;
    }
    this.#whole = { epoch, sums, isIn };
    return sums;
  }

  /** Of the alerts in some buckets; to be added to. */
  of(connection: Connection, pieces: readonly Buckets[], from: PieceSums): GroupSums {
    const key = pieces.map(({ level, first, end }) => `${level} ${first} ${end}`).join();
    const read = pieces.map((piece) => from.read(connection, piece));
    const state = read.map((each) => each.state).join();
    const known = this.#pieces.get(key);
    const kept = known?.state === state ? known : { state, sums: this.#sum(read.map(({ sums }) => sums)) };
    this.#pieces.delete(key);
    this.#pieces.set(key, kept);
    for (const oldest of this.#pieces.keys()) {
      if (this.#pieces.size <= maxKept) break;
      this.#pieces.delete(oldest);
    }
    return kept.sums.copy();
  }

  #sum(all: readonly ReturnType<PieceSums['of']>[]): GroupSums {
    const sums = new GroupSums(this.#numbers);
    for (const { labels, counts } of all) {
      for (const [index, id] of labels.entries()) {
        const label = this.#labels.get(id);
        if (label) sums.add(label, counts[index] ?? 0, undefined);
      }
    }
    return sums;
  }
}
