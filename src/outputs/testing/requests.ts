import type { Alert } from '#alert/alert.ts';
import type { Installation, Output, Receipt } from '../output.ts';
import { testAlert } from './alerts.ts';
import { connect, deliver, scripted } from './connect.ts';
import { bodyText, isHttpRequest } from './wire-text.ts';

/** An installation that adds nothing to a payload. */
export const bareInstallation: Installation = {
  customfields: [],
  templatedfields: [],
  outputs: [],
  consoleurl: undefined,
};

/** The body that an output sends for an alert. */
export function bodyOf(
  output: Output,
  options: object,
  alert: Alert = testAlert,
  installation = bareInstallation,
): string {
  const encoded = output.configure(options, installation).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError(`The output ${output.id} makes no HTTP request`);
  return bodyText(encoded);
}

/** What becomes of a delivery that is answered so. */
export async function answered(output: Output, options: object, answer: string | Error): Promise<Receipt> {
  return deliver(await connect(output, options, { http: scripted(answer) }), testAlert);
}
