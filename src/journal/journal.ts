import type { Alert } from '#alert/alert.ts';
import type { Lane } from '#alert/lane.ts';
import type { Priority } from '#alert/priority.ts';
import type {
  FateLetters,
  FindQuery,
  FoundGroups,
  GroupCount,
  GroupQuery,
  Tally,
  TallyQuery,
  Times,
} from './counting.ts';

/**
 * The one truth: every alert that was accepted, and what became of it at every output. Engines differ below this port
 * (SQLite in the process, later PostgreSQL); nothing above it knows SQL. `journal-contract.ts` tests every engine alike.
 *
 * An alert has a sequence number (`seq`, from 1, growing, never reused). Each output has one cursor per lane: everything
 * of that lane at or below it is settled, apart from the exceptions that stand in rows of their own (set aside, dead).
 */
export interface Journal {
  /** Resolves when the alerts are durable, in the order of the calls. Concurrent appends share a commit. */
  append(alerts: readonly Alert[]): Promise<readonly Entry[]>;

  /**
   * Alerts of a lane after `after`, oldest first. The newest come from memory. Only durable alerts are read. Fewer than
   * `limit` may come although there are more, where they are large; only an empty answer means that none is left.
   * Damaged alerts are left out, and are owed to nobody any more.
   */
  read(lane: Lane, after: number, limit: number): Promise<readonly Entry[]>;

  /** Single alerts, in the order asked for; those that retention removed or that are damaged are left out. */
  readSome(seqs: readonly number[]): Promise<readonly Entry[]>;

  /** Calls back after each commit with what it made durable. Returns the unsubscription. */
  subscribe(listener: (entries: readonly Entry[]) => void): () => void;

  /**
   * Where an output stands. An output that the journal does not know begins after the newest alert.
   * Opening also brings back an output that `retire` had put aside, where it stood.
   */
  openOutput(output: string): Promise<OutputPosition>;

  /** Takes an output that left the configuration out of retention's care; its records stay. */
  retireOutput(output: string): Promise<void>;

  /**
   * Records what became of alerts and moves the cursor, in one transaction. It survives the process when it resolves, and a
   * power cut a second later at most: until then the alerts would be delivered once more. What was settled before, or removed meanwhile, is passed over. The cursor stops before an alert that is not settled.
   */
  settle(settlement: Settlement): Promise<void>;

  /** Alerts set aside for an output and due at or before `dueAtMs`, earliest first. */
  due(output: string, dueAtMs: number, limit: number): Promise<readonly SetAside[]>;

  deadLetters(query: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /** How many there are, by output and by what refused them. */
  deadLetterReasons(): Promise<readonly DeadLetterReason[]>;
  /**
   * Gives dead letters back to their outputs: set aside, due at once, as if never tried. Those of retired outputs stay.
   * Resolves to those that were found.
   */
  redrive(selection: DeadLetterSelection): Promise<readonly DeadLetterKey[]>;
  /** The operator decides not to send them: recorded as suppressed with that reason. */
  drop(selection: DeadLetterSelection, reason: string): Promise<readonly DeadLetterKey[]>;

  /** What became of one alert, by uuid or by sequence number. `undefined` if the journal does not have it. */
  explain(id: string | number): Promise<Explanation | undefined>;

  /** Newest first. */
  search(query: AlertQuery): Promise<readonly Entry[]>;
  /** Alerts per minute, exact, from the counts kept at append. */
  counts(query: CountQuery): Promise<readonly MinuteCount[]>;

  /** A page of the alerts that are meant. An answer shorter than asked for is the last. */
  find(query: FindQuery): Promise<readonly Entry[]>;
  /** How many alerts are meant, by the values of dimensions and by buckets of time. */
  tally(query: TallyQuery): Promise<Tally>;
  /** The alerts that are meant, put together by what they have in common. */
  groups(query: GroupQuery): Promise<FoundGroups>;
  /** The same of all alerts of a time by fingerprint, as numbers alone; groups without any are left out. */
  groupCounts(range: Times): Promise<ReadonlyMap<string, GroupCount>>;
  /** What became of each of these alerts at every output in use, in short. */
  fateLetters(seqs: readonly number[]): Promise<FateLetters>;

  /** Exact numbers per known output, for metrics: the conservation law holds in every answer. */
  ledger(): Promise<readonly OutputLedger[]>;
  stats(): Promise<JournalStats>;

  /** Deletes what the policy no longer keeps. An alert an output still owes goes last, and is recorded as expired. */
  prune(policy: RetentionPolicy): Promise<PruneReport>;

  /** Commits what is pending and closes. */
  close(): Promise<void>;
}

export interface Entry {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
  readonly lane: Lane;
  readonly alert: Alert;
}

export interface OutputPosition {
  /** Everything of the lane at or before this is settled. */
  readonly cursors: Readonly<Record<Lane, number>>;
  /** Settled already although they come after the cursor, because requests overtook each other before a stop. */
  readonly settledAhead: Readonly<Record<Lane, readonly number[]>>;
  /** How many alerts after the cursors are not settled, those set aside not counted. */
  readonly owed: Readonly<Record<Lane, number>>;
}

export interface Settlement {
  readonly output: string;
  readonly lane: Lane;
  /** The new cursor; never behind the old one. */
  readonly cursor: number;
  readonly delivered?: readonly Delivered[];
  readonly suppressed?: readonly Suppressed[];
  readonly setAside?: readonly SetAside[];
  readonly dead?: readonly DeadLetterRecord[];
}

/** One message that arrived, with all the alerts in it. */
export interface Delivered {
  readonly seqs: readonly number[];
  readonly atMs: number;
  /** How many attempts it took, from 1. */
  readonly attempts: number;
  /** Of the last attempt. */
  readonly latencyMs: number;
  readonly status?: number;
  readonly answer?: string;
}

/** Alerts that one decision kept from an output. */
export interface Suppressed {
  readonly seqs: readonly number[];
  readonly atMs: number;
  /** For people: `priority Notice is below the minimum Warning`. */
  readonly reason: string;
}

/** An alert that waits apart, so that it does not hold up its lane. Settled later by seq: delivered, dead or set aside again. */
export interface SetAside {
  readonly seq: number;
  readonly attempts: number;
  readonly firstFailedAtMs: number;
  readonly nextAttemptAtMs: number;
  readonly reason: string;
}

export interface DeadLetterRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly attempts: number;
  readonly reason: string;
  readonly status?: number;
  readonly answer?: string;
}

export interface DeadLetterKey {
  readonly output: string;
  readonly seq: number;
}

/** Dead letters of one output with the same reason, but for what differs from alert to alert. */
export interface DeadLetterReason {
  readonly output: string;
  readonly reason: string;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

export interface DeadLetter extends DeadLetterRecord {
  readonly output: string;
  readonly entry: Entry;
}

export interface DeadLetterQuery {
  readonly output?: string;
  /** See `plainReason`. */
  readonly reason?: string;
  /** Pages go from newest to oldest by seq: only those of alerts before this one. */
  readonly beforeSeq?: number;
  /** Without `output`, a page may be longer, so as not to end between the outputs of one alert. */
  readonly limit: number;
}

/** All dead letters of an output, or those with these seqs, or with this reason; of every output without `output`. */
export interface DeadLetterSelection {
  readonly output?: string;
  /** See `plainReason`. */
  readonly reason?: string;
  readonly seqs?: readonly number[];
}

export interface Explanation {
  readonly entry: Entry;
  readonly fates: readonly Fate[];
}

/** What became of an alert at one output. */
export type Fate =
  | ({ readonly output: string; readonly fate: 'delivered' } & Omit<Delivered, 'seqs'>)
  | ({ readonly output: string; readonly fate: 'suppressed' } & Omit<Suppressed, 'seqs'>)
  | ({ readonly output: string; readonly fate: 'dead' } & Omit<DeadLetterRecord, 'seq'>)
  | ({ readonly output: string; readonly fate: 'retrying' } & Omit<SetAside, 'seq'>)
  | { readonly output: string; readonly fate: 'waiting' };

export interface AlertQuery {
  /**
   * Terms, parted by spaces, that all must occur in output text, rule or values of fields, in any case. A term of several
   * words such as `/etc/shadow` must occur as it is, but for the signs between; one ending in `*` is a prefix.
   */
  readonly text?: string;
  readonly rule?: string;
  readonly minimumPriority?: Priority;
  readonly source?: string;
  readonly hostname?: string;
  /** Of the time of arrival: at or after `fromMs`, before `untilMs`. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** The cursor of the next page: only alerts before this seq. */
  readonly beforeSeq?: number;
  readonly limit: number;
}

export type CountDimension = 'rule' | 'priority' | 'source' | 'hostname' | 'namespace';

export interface CountQuery {
  /** Of the time of arrival: minutes that begin at or after `fromMs` and before `untilMs`. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly by?: CountDimension;
}

export interface MinuteCount {
  readonly minuteMs: number;
  /** The value of the dimension asked for, `''` without one. */
  readonly value: string;
  readonly count: number;
}

/** received = delivered + owed + dead + suppressed, in every answer. */
export interface OutputLedger {
  readonly output: string;
  /** Alerts appended since this output is known. */
  readonly received: number;
  readonly delivered: number;
  /** Waiting or set aside. */
  readonly owed: number;
  readonly dead: number;
  /** By routing, by the operator's drop, or by retention. */
  readonly suppressed: number;
  /** Of the suppressed, those that retention removed before the output had them, dead letters included. */
  readonly expired: number;
  /** Arrival of the oldest alert still owed. */
  readonly oldestOwedAtMs: number | undefined;
}

export interface JournalStats {
  readonly alerts: number;
  readonly bytes: number;
  readonly oldestAtMs: number | undefined;
  /** Where a damaged journal was set aside when this one was opened. */
  readonly quarantined: readonly string[];
  /** The last failure to write, while it lasts: `database or disk is full`. */
  readonly trouble: string | undefined;
}

export interface RetentionPolicy {
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
  readonly maxAlerts?: number;
}

export interface PruneReport {
  readonly removed: number;
  /** Of these, how many (output, alert) pairs were still owed. */
  readonly expired: number;
}
