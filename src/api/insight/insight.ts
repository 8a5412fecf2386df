import type { JournalStats, OutputLedger } from '#journal/journal.ts';
import type { OutputHealth } from '#delivery/health.ts';
import type { Attention, Senders } from '../contract/counts.ts';
import { attentionOf, deadLetterAttention } from './attention.ts';
import type { GroupAttention, InsightParts } from './insight-source.ts';
import { readSenders } from './senders.ts';

/** How the installation is, at one moment. */
export interface Condition {
  readonly attention: readonly Attention[];
  /** How many more there are. */
  readonly moreAttention: number;
  readonly openGroups: number;
  readonly learning?: GroupAttention['learning'];
  readonly senders: Senders;
  readonly health: readonly OutputHealth[];
  readonly ledger: readonly OutputLedger[];
  readonly stats: JournalStats;
}

/** Whoever looks asks several things in a row, and several look at once. */
const keptForMs = 2000;

interface Reading {
  readonly condition: Promise<Condition>;
  /** While it is under way, whoever asks waits for it, too. */
  endedAtMs?: number;
}

/** Finds out how everything is, at most every few seconds, and after each decision. */
export class Insight {
  readonly #parts: InsightParts;
  #latest: Reading | undefined;

  constructor(parts: InsightParts) {
    this.#parts = parts;
    parts.insight.onDecision(() => (this.#latest = undefined));
  }

  condition(): Promise<Condition> {
    const { clock } = this.#parts.insight;
    const { endedAtMs = Infinity, condition } = this.#latest ?? {};
    if (condition && clock.monotonic() - endedAtMs < keptForMs) return condition;
    const reading: Reading = { condition: this.#find() };
    this.#latest = reading;
    reading.condition.then(
      () => (reading.endedAtMs = clock.monotonic()),
      () => {
        if (this.#latest === reading) this.#latest = undefined;
      },
    );
    return reading.condition;
  }

  async #find(): Promise<Condition> {
    const { journal, insight } = this.#parts;
    const health = insight.health();
    const [ledger, stats, senders, groups] = await Promise.all([
      journal.ledger(),
      journal.stats(),
      readSenders(journal, insight.clock.now()),
      insight.groups(),
    ]);
    const deadLetters = await deadLetterAttention(journal, ledger);
    const attention = attentionOf({ groups: groups.attention, health, ledger, deadLetters, senders, stats });
    const { more, openGroups, learning } = groups;
    const condition = { attention, moreAttention: more, openGroups, senders, health, ledger, stats };
    return learning ? { ...condition, learning } : condition;
  }
}
