import type { Clock } from '#kit/clock.ts';
import { DeliveryError, PartialDeliveryError, RejectedError } from '#outputs/errors.ts';
import type { Alerts, ConfiguredOutput, Receipt } from '#outputs/output.ts';
import type { ConnectionKeeper, HeldConnection } from './connection-keeper.ts';
import type { Deadlines } from './deadlines.ts';
import { connectFailureOf, failureOf, type Failure } from './failure.ts';
import type { Mask } from './mask.ts';
import type { PendingAlert } from './pending-alert.ts';

/** One message: never empty. */
export type Batch = readonly [PendingAlert, ...PendingAlert[]];

export interface AttemptResult {
  readonly delivered: readonly PendingAlert[];
  readonly failed: readonly FailedAlert[];
  /** Where the message failed as a whole. */
  readonly failure: Failure | undefined;
  readonly receipt: Receipt;
  readonly latencyMs: number;
}

export interface FailedAlert {
  readonly pending: PendingAlert;
  readonly failure: Failure;
}

export interface AttemptParts {
  readonly output: ConfiguredOutput;
  readonly connections: ConnectionKeeper;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  /** Hides the output's secrets in what the other side says. */
  readonly mask: Mask;
}

/** Sends one message, and tells of each alert whether it arrived. `undefined` if the attempt was broken off. */
export async function attempt(batch: Batch, parts: AttemptParts): Promise<AttemptResult | undefined> {
  const startedMs = parts.clock.monotonic();
  const outcome = await send(batch, parts);
  return parts.deadlines.isClosed && outcome.failed.length > 0
    ? undefined
    : { ...outcome, latencyMs: parts.clock.monotonic() - startedMs };
}

type Outcome = Omit<AttemptResult, 'latencyMs'>;

async function send(batch: Batch, { output, connections, deadlines, mask }: AttemptParts): Promise<Outcome> {
  let held: HeldConnection;
  try {
    held = await connections.get();
  } catch (error) {
    return allFailed(batch, connectFailureOf(error, mask));
  }
  const alerts = alertsOf(batch);
  try {
    const receipt = await deadlines.run(async (signal) => held.connection.deliver(alerts, signal));
    return { delivered: batch, failed: [], failure: undefined, receipt: masked(receipt, mask) };
  } catch (error) {
    if (error instanceof PartialDeliveryError) return partlyFailed(batch, error, mask);
    const failure = failureOf(encodingError(output, alerts, error) ?? error, mask);
    if (failure.kind === 'retryable' && failure.status === undefined) connections.drop(held.generation);
    return allFailed(batch, failure);
  }
}

function alertsOf([first, ...others]: Batch): Alerts {
  return [first.entry.alert, ...others.map(({ entry }) => entry.alert)];
}

function allFailed(batch: Batch, failure: Failure): Outcome {
  return { delivered: [], failed: batch.map((pending) => ({ pending, failure })), failure, receipt: {} };
}

function partlyFailed(batch: Batch, error: PartialDeliveryError, mask: Mask): Outcome {
  const { failures, status, answer } = error;
  return {
    delivered: batch.filter(({ entry }) => !failures.has(entry.alert)),
    failed: batch.flatMap((pending) => {
      const failure = failures.get(pending.entry.alert);
      return failure ? [{ pending, failure: failureOf(failure, mask) }] : [];
    }),
    failure: undefined,
    receipt: masked({ ...(status !== undefined && { status }), ...(answer !== undefined && { answer }) }, mask),
  };
}

function masked(receipt: Receipt, mask: Mask): Receipt {
  return receipt.answer === undefined ? receipt : { ...receipt, answer: mask(receipt.answer) };
}

/**
 * An alert that cannot be encoded fails in the same way each time, and must not hold up its lane. Encoding is pure, so
 * doing it again tells whether an unknown error came from there.
 */
function encodingError(output: ConfiguredOutput, alerts: Alerts, error: unknown): RejectedError | undefined {
  if (error instanceof DeliveryError) return undefined;
  try {
    output.encode(alerts);
    return undefined;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return new RejectedError(`The alert cannot be encoded for this output: ${reason}`);
  }
}
