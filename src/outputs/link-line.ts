import type { Alert } from '#alert/alert.ts';
import { alertLink } from './alert-link.ts';
import type { Installation } from './output.ts';

/** A line in Markdown that leads to the alert in the console; empty where people cannot reach that. */
export function linkLine(alert: Alert, installation: Installation): string {
  const link = alertLink(alert, installation);
  return link === undefined ? '' : `\n[Open the alert](${link})`;
}
