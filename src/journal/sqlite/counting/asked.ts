import type { AskedSelection } from '../calls.ts';
import type { Connection } from '../connection.ts';
import { PieceSums, type Buckets, type LabelSums } from './piece-sums.ts';
import { levelMinutes, levels, minuteMs } from './levels.ts';
import { MinuteSums } from './minute-sums.ts';
import type { Range } from './pieces.ts';
import { GroupHistories, type GroupHistory } from './group-history.ts';
import { GroupNumbers, type GroupedBy } from './group-numbers.ts';
import { KeptGroupSums } from './kept-group-sums.ts';
import { KnownLabels } from './known-labels.ts';
import { KeptTotals, readTotals, type LabelTotals } from './label-totals.ts';
import { Plans, type Plan } from './plan.ts';
import { isRelabelling } from './relabel.ts';

/** A selection beside the journal of one moment. */
export interface Asked {
  readonly connection: Connection;
  readonly labels: KnownLabels;
  readonly plan: Plan;
  /** The part of the time asked for in which there are alerts. */
  readonly range: Range;
  /** The same, but where it begins before the first alert or ends behind the last, it does so at the border of a day. */
  readonly countedRange: Range;
  /** All alerts are in it. */
  readonly isWhole: boolean;
  /** Alerts of an older version are counted by the labels of then, and by minutes only. */
  readonly isRelabelling: boolean;
  /** Read when it is needed. */
  readonly totals: () => LabelTotals;
  readonly groupsBy: (by: GroupedBy) => KnownGroups;
  readonly pieceSums: PieceSums;
  readonly minuteSums: MinuteSums;
  /** By label, of whole hours or days. */
  readonly sumOf: (piece: Buckets) => LabelSums;
}

/** What is known of groups whatever is asked. */
export interface KnownGroups {
  readonly numbers: GroupNumbers;
  readonly history: GroupHistory;
  readonly kept: KeptGroupSums;
}

/** What a connection remembers between questions. */
export class Memory {
  readonly connection: Connection;
  readonly #labels = new KnownLabels();
  readonly #plans = new Plans();
  readonly #sums = new PieceSums();
  readonly #minutes = new MinuteSums();
  readonly #totals = new KeptTotals();
  readonly #groups = new Map<GroupedBy, Omit<KnownGroups, 'history'>>();
  readonly #histories = new GroupHistories();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Answers about one moment. */
  ask<Result>({ query, fromMs, untilMs }: AskedSelection, answer: (asked: Asked) => Result): Result {
    const { connection } = this;
    return connection.snapshot(() => {
      this.#labels.refresh(connection);
      const plan = this.#plans.plan(query, this.#labels);
      const oldestMs = connection.number('SELECT min(received_at) FROM alerts');
      const endMs = connection.number('SELECT max(received_at) FROM alerts') + 1;
      const day = levelMinutes[levels.day] * minuteMs;
      return answer({
        connection,
        labels: this.#labels,
        plan,
        range: { fromMs: Math.max(fromMs, oldestMs), untilMs: Math.min(untilMs, endMs) },
        countedRange: {
          fromMs: fromMs <= oldestMs ? Math.floor(oldestMs / day) * day : fromMs,
          untilMs: untilMs >= endMs ? Math.ceil(endMs / day) * day : untilMs,
        },
        isWhole: fromMs <= oldestMs && untilMs >= endMs,
        isRelabelling: isRelabelling(connection),
        totals: () => this.#labelTotals(),
        groupsBy: (by) => {
          const groups = this.#groupsBy(by);
          return { ...groups, history: this.#histories.of(groups.numbers, this.#labelTotals()) };
        },
        pieceSums: this.#sums,
        minuteSums: this.#minutes,
        sumOf: (piece) => this.#sums.of(connection, piece),
      });
    });
  }

  #labelTotals(): LabelTotals {
    const { connection } = this;
    if (isRelabelling(connection)) return readTotals(connection, this.#labels);
    return this.#totals.of(connection, this.#labels);
  }

  #groupsBy(by: GroupedBy): Omit<KnownGroups, 'history'> {
    const known = this.#groups.get(by);
    const isSame = known?.numbers.generation === this.#labels.generation;
    if (known && !isSame) this.#histories.forget(known.numbers);
    const groups = isSame ? known : this.#newGroups(by);
    this.#groups.set(by, groups);
    groups.numbers.refresh(this.#labels);
    return groups;
  }

  #newGroups(by: GroupedBy): Omit<KnownGroups, 'history'> {
    const numbers = new GroupNumbers(by, this.#labels);
    return { numbers, kept: new KeptGroupSums(numbers, this.#labels) };
  }
}

/** The time that was asked for, where it has a begin and an end; otherwise that of the alerts. */
export function shownRange({ fromMs, untilMs }: AskedSelection, { range }: Asked): Range {
  return {
    fromMs: fromMs > 0 ? fromMs : range.fromMs,
    untilMs: untilMs < Number.MAX_SAFE_INTEGER ? untilMs : range.untilMs,
  };
}
