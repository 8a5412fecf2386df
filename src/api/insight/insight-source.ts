import type { Clock } from '#kit/clock.ts';
import type { OutputHealth } from '#delivery/health.ts';
import type { Journal } from '#journal/journal.ts';
import type { RuleCost } from '#rules/cost/rule-costs.ts';
import type { Trial, TrialRequest } from '#rules/try-rules.ts';
import type { Priority } from '#alert/priority.ts';
import type { Attention } from '../contract/counts.ts';

/** What the pages of the console are made of, besides the journal. */
export interface InsightSource {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly health: () => readonly OutputHealth[];
  readonly figures: () => IngestFigures;
  /** Groups that want somebody, worst first, and how many are open. */
  readonly groups: () => Promise<GroupAttention>;
  /** Calls back after each decision on a group. */
  readonly onDecision: (listener: () => void) => void;
  /** Rules from files here, whether or not they were ever seen. */
  readonly describedRules: () => readonly DescribedRule[];
  /** Tries rules on an event that somebody gives. @throws TrialError */
  readonly tryRules: (request: TrialRequest) => Promise<Trial>;
  /** What retention lets the journal grow to. */
  readonly journalMaxBytes: () => number | undefined;
  /** Whether every audit event is kept. */
  readonly keepsRecords: () => boolean;
}

export interface IngestFigures {
  /** Since the start. */
  readonly received: number;
  readonly repeatsDropped: number;
  readonly acknowledgedP99Ms: number | undefined;
}

export interface GroupAttention {
  readonly attention: readonly Extract<Attention, { kind: 'group' }>[];
  /** How many more there are than those. */
  readonly more: number;
  readonly openGroups: number;
  /** While it is not known yet what is usual: since when alerts are kept, and until when that lasts. */
  readonly learning?: { readonly sinceMs: number; readonly untilMs: number };
}

export interface DescribedRule {
  readonly rule: string;
  readonly source: string;
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly description: string;
  readonly file?: string;
  /** Where it is evaluated here. */
  readonly cost?: RuleCost;
}

export interface InsightParts {
  readonly journal: Journal;
  readonly insight: InsightSource;
}
