import type { Priority } from '#alert/priority.ts';
import type { Query } from '#query/query.ts';

/** Which alerts are meant: those a query finds among those that arrived within a time. */
export interface Selection extends Times {
  readonly query: Query;
}

/** Of the time of arrival: at or after `fromMs`, before `untilMs`. */
export interface Times {
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** What alerts can be counted by. Alerts without a value count for `''`; an alert with several tags counts for each. */
export const countedDimensions = [
  'priority',
  'rule',
  'source',
  'hostname',
  'namespace',
  'cluster',
  'workload',
  'process',
  'user',
  'tag',
] as const;
export type CountedDimension = (typeof countedDimensions)[number];

/** Numbers that were counted as far back as time allowed. */
export interface Exactness {
  /** Everything that was asked for is in the numbers. */
  readonly isExact: boolean;
  /** Otherwise they hold from this time on. */
  readonly countedFromMs?: number;
}

export interface TallyQuery extends Selection {
  readonly by: readonly CountedDimension[];
  /**
   * Also counts each value by buckets of so many whole minutes, the borders of which are multiples of the length. Of the
   * first and the last, only the part within the range is counted.
   */
  readonly bucketMs?: number;
}

export interface Tally extends Exactness {
  readonly total: number;
  /** Where the first bucket begins, and how many there are; 0 without buckets. */
  readonly startMs: number;
  readonly buckets: number;
  /** In the order asked for. */
  readonly dimensions: readonly DimensionTally[];
}

export interface DimensionTally {
  readonly dimension: CountedDimension;
  /** In no order. */
  readonly values: readonly ValueCount[];
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
  /** A number for each bucket, with `bucketMs` only. */
  readonly buckets?: readonly number[];
}

export interface GroupQuery extends Selection {
  /**
   * What alerts of one group have in common: `fingerprint` is rule, cluster, namespace, workload, process and user, see
   * `#alert/alert-kind.ts`.
   */
  readonly by: 'fingerprint' | 'rule' | 'hostname';
  /** Into how many equal parts of the range `trend` divides the counts; parts may be widened to whole minutes. 0 for none. */
  readonly trendParts: number;
  /** Only these groups. */
  readonly ids?: readonly string[];
}

export interface FoundGroups extends Exactness {
  /** Every group with alerts that are meant, in no order. */
  readonly groups: readonly AlertGroup[];
}

/** The alerts of one group that came within a time. */
export interface GroupCount {
  readonly count: number;
  /** The most urgent one. */
  readonly priority: Priority;
}

/** What is known of the alerts of one group. */
export interface AlertGroup {
  /** The group id, or the value of what it is grouped by. */
  readonly id: string;
  /** What its alerts have in common; of what they differ in, the value of the newest. */
  readonly rule: string;
  readonly source: string;
  readonly hostname: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly process: string;
  readonly user: string;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly sources: readonly string[];
  /** The most urgent one of the alerts that are meant. */
  readonly priority: Priority;
  /** Alerts that are meant. */
  readonly count: number;
  /** How many hosts and namespaces these come from. */
  readonly hosts: number;
  readonly namespaces: number;
  /** Counts over the range, oldest first. */
  readonly trend: readonly number[];
  /** Of all alerts of the group that are kept, whatever was asked for. */
  readonly totalCount: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly lastSeq: number;
}

export interface FindQuery extends Selection {
  /** By time of arrival, or by urgency and then by time. */
  readonly sort: 'time' | 'priority';
  /** `desc` has the newest or the most urgent first; `asc` is the exact reverse. */
  readonly order: 'desc' | 'asc';
  /** Only what comes after this alert in that order; its priority counts where it is sorted by priority. */
  readonly after?: { readonly seq: number; readonly priority: Priority };
  readonly limit: number;
}

/** What became of alerts, a letter for each output: delivered, owed, dead letter, suppressed, not known there. */
export type FateLetter = 'd' | 'o' | 'x' | 's' | '-';

export interface FateLetters {
  /** Outputs in use. */
  readonly outputs: readonly string[];
  /** For each alert asked for, a letter for each of `outputs`. */
  readonly letters: readonly string[];
}
