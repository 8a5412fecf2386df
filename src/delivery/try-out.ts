import { laneOf } from '#alert/lane.ts';
import type { Alert } from '#alert/alert.ts';
import { attempt, type AttemptParts } from './attempt.ts';
import { pendingAlert } from './pending-alert.ts';

/** What a destination said to an alert that was sent to try it out. */
export interface TryOut {
  readonly isDelivered: boolean;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** The beginning of the answer, without secrets. */
  readonly answer: string | undefined;
  /** Why it was not delivered. */
  readonly error: string | undefined;
  readonly latencyMs: number;
}

/** One attempt, as any other but that it is not repeated and leaves no trace in the journal. */
export async function tryOut(alert: Alert, parts: AttemptParts): Promise<TryOut> {
  const entry = { seq: 0, receivedAtMs: parts.clock.now(), lane: laneOf(alert.priority), alert };
  const result = await attempt([pendingAlert(entry, parts.clock.monotonic())], parts);
  const failure = result?.failed[0]?.failure;
  return {
    isDelivered: result !== undefined && failure === undefined,
    status: failure ? failure.status : result?.receipt.status,
    answer: failure ? failure.answer : result?.receipt.answer,
    error: result ? failure?.message : 'Tiercel stopped meanwhile',
    latencyMs: result?.latencyMs ?? 0,
  };
}
