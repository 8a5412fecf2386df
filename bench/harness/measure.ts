import type { Peer } from '../parts/peer.ts';
import type { Program } from '../parts/tiercel.ts';

/** One thing that is measured. One file each in `measures/`. */
export interface Measure {
  /** Of the project's goals: `G2`. */
  readonly goal: string;
  readonly name: string;
  /** What is compared with what, and what the figure does not say. */
  readonly about: string;
  /** Without `--peer` or `--peer-command` there is nothing to compare with. */
  readonly needsPeer?: true;
  run(context: Context): Promise<readonly Comparison[]>;
}

/** Ours and the other side's figures, pair by pair. */
export interface Comparison {
  readonly name: string;
  readonly ours: readonly number[];
  readonly against: readonly number[];
  readonly unit: (value: number) => string;
  /** Of the median of the pairwise ratios. Without one the ratio is shown and not judged. */
  readonly target?: Target;
}

export interface Target {
  readonly better: 'higher' | 'lower';
  readonly than: number;
}

export const atLeast = (than: number): Target => ({ better: 'higher', than });
export const atMost = (than: number): Target => ({ better: 'lower', than });

/** How much is done. Full sizes take the better part of an hour, quick ones some minutes. */
export interface Sizes {
  readonly isQuick: boolean;
  readonly pairs: number;
  /** Of one run under load. */
  readonly seconds: number;
  readonly backlogAlerts: number;
  readonly backlogBytes: number;
  readonly storedAlerts: number;
  /** How many alerts the console looks at: others are compared with the first. */
  readonly consoleAlerts: readonly number[];
  /** Where seeded journals stay for the next run; without it they go with this one. */
  readonly consoleFolder: string | undefined;
  readonly liveSeconds: number;
  readonly reloads: number;
  readonly startPairs: number;
  readonly peerSeconds: number;
  readonly outageSeconds: number;
}

export interface Context {
  readonly sizes: Sizes;
  readonly checkout: string;
  readonly program: Program;
  readonly peer: Peer | undefined;
  /** Does the same several times and says on standard error how far it is. */
  inPairs<Result>(once: (pair: number) => Promise<Result>, count?: number): Promise<readonly Result[]>;
  /** What a reader of the figures must know, such as a load generator at its limit. */
  remark(text: string): void;
}
