import type { Alert } from '#alert/alert.ts';
import type { Refusal } from './refusal.ts';

/** The alerts in a request that does not hold alerts, but what they are made of. */
export interface FoundAlerts {
  readonly alerts: readonly Alert[];
  readonly complaint?: Complaint;
}

export interface Complaint {
  readonly refusal: Refusal;
  /** Otherwise it is only logged, and the sender hears 200: sending the same again would not help. */
  readonly isAnswered: boolean;
}

/** Finds alerts in a request. What it throws is the answer. */
export type FindAlerts = (read: ReadBytes) => Promise<FoundAlerts>;

/** Reads the body of a request. @param option sets the limit */
export type ReadBytes = (maxBytes: number, option: string) => Promise<Buffer>;
