import { changedAlert, type Alert } from '#alert/alert.ts';
import type { ConnectContext, Output } from '#outputs/output.ts';
import { installation, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver } from '#outputs/testing/connect.ts';

/** So many alerts, each with a uuid of its own that says which it is. */
export function manyAlerts(count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, index) =>
    changedAlert(testAlert, { uuid: numberedUuid(index), output: `alert number ${index}` }),
  );
}

export function numberedUuid(index: number): string {
  return `018f3a5e-7d2c-4b1a-9f02-${String(index).padStart(12, '0')}`;
}

/** The same output in an installation with these `customfields`. */
export function withFields(output: Output, ...customfields: string[]): Output {
  return { ...output, configure: (options) => output.configure(options, { ...installation, customfields }) };
}

/** Connects, delivers one alert and closes. */
export async function delivered(
  output: Output,
  options: object,
  alert: Alert,
  context: Partial<ConnectContext> = {},
): Promise<void> {
  const connection = await connect(output, options, context);
  try {
    await deliver(connection, alert);
  } finally {
    await connection.close();
  }
}
