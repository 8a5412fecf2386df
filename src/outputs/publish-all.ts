import type { Alert } from '#alert/alert.ts';
import { PartialDeliveryError, RejectedError } from './errors.ts';
import type { Alerts } from './output.ts';

/**
 * Publishes a message for each alert without waiting in between, which keeps their order on one connection, and resolves
 * once each of them is confirmed.
 * @throws PartialDeliveryError where some alerts arrived or some never can; otherwise the first error
 */
export async function publishAll<Message>(
  messages: readonly Message[],
  alerts: Alerts,
  publish: (message: Message) => Promise<unknown>,
): Promise<void> {
  const results = await Promise.allSettled(messages.map(async (message) => publish(message)));
  const failures = new Map<Alert, Error>();
  for (const [index, alert] of alerts.entries()) {
    const result = results[index];
    if (result?.status === 'rejected') failures.set(alert, errorFrom(result.reason));
  }
  const [first] = failures.values();
  if (!first) return;
  const errors = [...failures.values()];
  const isWhole = failures.size === alerts.length && !errors.some((error) => error instanceof RejectedError);
  throw isWhole || alerts.length === 1 ? first : new PartialDeliveryError(failures);
}

/** Anything can be thrown, and anything can be the reason of a signal. */
export function errorFrom(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
