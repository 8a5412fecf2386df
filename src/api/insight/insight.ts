import { shareRunning } from '#kit/share-running.ts';
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

/** Finds out how everything is, at most every few seconds. */
export class Insight {
  readonly #parts: InsightParts;
  readonly #read: () => Promise<Condition>;
  #latest: { readonly atMs: number; readonly condition: Condition } | undefined;

  constructor(parts: InsightParts) {
    this.#parts = parts;
    this.#read = shareRunning(() => this.#find());
  }

  async condition(): Promise<Condition> {
    const nowMs = this.#parts.insight.clock.monotonic();
    if (this.#latest && nowMs - this.#latest.atMs < keptForMs) return this.#latest.condition;
    const condition = await this.#read();
    this.#latest = { atMs: nowMs, condition };
    return condition;
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
