import type { Query } from '#query/query.ts';
import type { CountedDimension, FateLetters, GroupQuery, Tally } from '../counting.ts';
import type { GroupColumns } from '../group-columns.ts';
import type { CountQuery, MinuteCount, OutputLedger, DeadLetterRecord, SetAside } from '../journal.ts';
import type { DocumentPage } from '../documents.ts';
import type { DeadLetterReason } from '../journal.ts';
import type { DeadLetterKey, DeadLetterSelection, RetentionPolicy, Settlement, Fate } from '../journal.ts';

/**
 * What travels between the main thread and the journal's threads. Lists of columns instead of lists of objects, since
 * copying between threads costs by the object.
 */

/** The position of a lane in `lanes`: how lanes are stored. */
export type LaneNumber = 0 | 1;

/** Alerts to store, in order, the first with `firstSeq`. */
export interface StoredRecords {
  /** As `encodeRecords` writes them. */
  readonly bytes: Uint8Array;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Alerts as they were stored. */
export interface StoredEntries {
  readonly seqs: readonly number[];
  readonly receivedAtMs: readonly number[];
  readonly lanes: readonly LaneNumber[];
  readonly json: readonly string[];
  readonly unknown: readonly string[];
  /** Those met on the way whose text is not what was written. */
  readonly damaged: readonly number[];
  /** Whether the answer would have been too large, so that there is more. */
  readonly isCut: boolean;
}

/** A change that shares the transaction of the appends around it. */
export type Operation =
  | { readonly kind: 'settle'; readonly settlement: Settlement }
  | { readonly kind: 'openOutput'; readonly output: string; readonly after: number }
  | { readonly kind: 'retireOutput'; readonly output: string; readonly atMs: number }
  | { readonly kind: 'redrive'; readonly page: DeadLetterPage; readonly atMs: number }
  | { readonly kind: 'drop'; readonly page: DeadLetterPage; readonly atMs: number; readonly reason: string }
  | { readonly kind: 'discard'; readonly seqs: readonly number[] }
  | { readonly kind: 'changeDocuments'; readonly changes: readonly DocumentWrite[] };

/** A document as it is stored, its content as JSON. */
export interface DocumentRow {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly content: string;
}

export interface DocumentWrite {
  readonly kind: string;
  readonly name: string;
  readonly ifVersion?: number | undefined;
  /** `undefined` removes it. */
  readonly content: string | undefined;
}

/** A part of the dead letters that a selection names: at most `limit` of them, after the row `afterId`. */
export interface DeadLetterPage {
  readonly selection: DeadLetterSelection;
  readonly afterId: number;
  readonly limit: number;
}

export interface OperationResult {
  /** Why it was not carried out; the rest of the batch was. */
  readonly refused?: string;
  readonly keys?: readonly DeadLetterKey[];
  /** Where the next page begins; absent after the last. */
  readonly nextId?: number;
  /** Documents were changed; `conflict` is the one that kept all of them from it. */
  readonly isChanged?: boolean;
  readonly conflict?: { readonly kind: string; readonly id: string };
  /** Something worth a line in the log. */
  readonly warning?: string;
}

export interface Batch {
  /** Grows by one; tells a batch that was written from one that was not. */
  readonly number: number;
  readonly records: readonly StoredRecords[];
  readonly operations: readonly Operation[];
  /** Whether this commit, and with it all before it, is to be on the disk when it returns. */
  readonly flush: boolean;
}

export interface OpenReport {
  /** The number of the last batch that was written. */
  readonly batch: number;
  readonly lastSeqs: readonly [urgent: number, normal: number];
  /** Where damaged files were moved to. */
  readonly quarantined: readonly string[];
  /** What was saved from them, and what was missed; for the log. */
  readonly salvaged: SalvageReport | undefined;
}

export interface SalvageReport {
  readonly alerts: number;
  /** `undefined` when nothing tells how many there were. */
  readonly lostAlerts: number | undefined;
  /** Rows of other tables. */
  readonly records: number;
}

export interface PruneStep {
  readonly policy: RetentionPolicy;
  readonly nowMs: number;
  /** Where the search for settled alerts goes on. */
  readonly after: number;
}

export interface PruneStepReport {
  readonly removed: readonly number[];
  readonly expired: number;
  readonly after: number;
  readonly isDone: boolean;
}

export interface SearchStep {
  readonly labels: LabelFilter | undefined;
  readonly text: string | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly before: number;
  readonly limit: number;
}

export interface LabelFilter {
  readonly rule: string | undefined;
  readonly minimumPriority: number;
  readonly source: string | undefined;
  readonly hostname: string | undefined;
}

export interface SearchStepResult {
  readonly entries: StoredEntries;
  /** Where the next step goes on; `undefined` when nothing is left. */
  readonly before: number | undefined;
}

/** What is meant, with times that there are. */
export interface AskedSelection {
  readonly query: Query;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Alerts that were looked at one by one, by label and minute. */
export interface LooseCounts {
  readonly labels: readonly number[];
  readonly minutes: readonly number[];
  readonly counts: readonly number[];
}

export interface LooseStep extends AskedSelection {
  /** Goes on before this number. */
  readonly after: number;
}

export interface LooseStepResult extends LooseCounts {
  /** Where the next step goes on; `undefined` at the end. */
  readonly after: number | undefined;
  /** What arrived since was looked at. */
  readonly reachedMs: number;
}

export interface TallyQuestion extends AskedSelection {
  readonly by: readonly CountedDimension[];
  readonly bucketMs: number | undefined;
  readonly loose: LooseCounts | undefined;
}

export interface GroupQuestion extends AskedSelection {
  readonly by: GroupQuery['by'];
  readonly trendParts: number;
  readonly ids: readonly string[] | undefined;
  readonly loose: LooseCounts | undefined;
}

/** By group, in no order. */
export interface GroupCountColumns {
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  /** Falcosidekick's numbers of priorities. */
  readonly priorities: readonly number[];
}

export interface FindStep extends AskedSelection {
  readonly order: 'desc' | 'asc';
  /** Falcosidekick's number; only alerts of this priority. */
  readonly priority: number | undefined;
  /** Goes on after this number, in that order. */
  readonly after: number;
  readonly limit: number;
}

export interface FindStepResult {
  readonly entries: StoredEntries;
  /** Where the next step goes on; `undefined` when nothing is left. */
  readonly after: number | undefined;
}

export interface StoredPosition {
  readonly cursors: readonly [urgent: number, normal: number];
  readonly settledAhead: readonly [urgent: readonly number[], normal: readonly number[]];
  readonly owed: readonly [urgent: number, normal: number];
}

export interface StoredDeadLetters {
  readonly letters: readonly (DeadLetterRecord & DeadLetterKey)[];
  readonly entries: StoredEntries;
}

export interface StoredStats {
  readonly alerts: number;
  readonly bytes: number;
  readonly oldestAtMs: number | undefined;
}

interface Call<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
}

type ReadQuery = { readonly lane: LaneNumber; readonly after: number; readonly limit: number };
type DueQuery = { readonly output: string; readonly dueAtMs: number; readonly limit: number };
type LetterQuery = {
  readonly output: string | undefined;
  readonly reason: string | undefined;
  readonly beforeSeq: number;
  readonly limit: number;
};

/** What the reader answers, and the writer of a journal in memory. */
export interface ReadCalls {
  readonly read: Call<ReadQuery, StoredEntries>;
  readonly readSome: Call<readonly number[], StoredEntries>;
  readonly position: Call<string, StoredPosition | undefined>;
  readonly due: Call<DueQuery, readonly SetAside[]>;
  readonly deadLetters: Call<LetterQuery, StoredDeadLetters>;
  readonly deadLetterReasons: Call<undefined, readonly DeadLetterReason[]>;
  readonly find: Call<string, readonly number[]>;
  readonly fates: Call<number, readonly Fate[]>;
  readonly search: Call<SearchStep, SearchStepResult>;
  readonly findMeant: Call<FindStep, FindStepResult>;
  /** Counts some of the alerts that labels do not decide, for `tally` and `groups`. */
  readonly countLoose: Call<LooseStep, LooseStepResult>;
  readonly tally: Call<TallyQuestion, Tally>;
  readonly groups: Call<GroupQuestion, GroupColumns>;
  readonly groupCounts: Call<AskedSelection, GroupCountColumns>;
  readonly fateLetters: Call<readonly number[], FateLetters>;
  readonly counts: Call<CountQuery, readonly MinuteCount[]>;
  readonly ledger: Call<undefined, readonly OutputLedger[]>;
  readonly stats: Call<undefined, StoredStats>;
  readonly document: Call<{ readonly kind: string; readonly name: string }, DocumentRow | undefined>;
  readonly documents: Call<{ readonly kind: string; readonly page: DocumentPage }, readonly DocumentRow[]>;
  readonly close: Call<undefined, void>;
}

export interface WriteCalls extends ReadCalls {
  readonly open: Call<undefined, OpenReport>;
  readonly commit: Call<Batch, readonly OperationResult[]>;
  readonly prune: Call<PruneStep, PruneStepReport>;
  /** Moves the damaged files aside and goes on with what can be saved of them. */
  readonly repair: Call<undefined, OpenReport>;
}
