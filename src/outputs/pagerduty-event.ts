import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { timeInSeconds } from '#alert/time.ts';
import { compareBytes, escapeHtml } from '#kit/json-write.ts';
import type { Json, JsonObject } from '#kit/json.ts';
import type { Template } from '#template/template.ts';
import { fitFields } from './fit-fields.ts';
import { groupingKey } from './grouping-key.ts';
import { shorten } from './shorten.ts';

/** See https://developer.pagerduty.com/docs/send-alert-event. */
const maxKeyLength = 255;
/** Longer summaries are refused. */
const maxSummaryLength = 1024;

/** An event takes 512 KB; what is not details has room beside this, and a character at most six bytes. */
const maxDetailsBytes = 480_000;
const maxDetailsLength = 75_000;

const pagerdutySeverity: Readonly<Record<Priority, 'critical' | 'error' | 'warning' | 'info'>> = {
  Emergency: 'critical',
  Alert: 'critical',
  Critical: 'critical',
  Error: 'error',
  Warning: 'warning',
  Notice: 'info',
  Informational: 'info',
  Debug: 'info',
};

/** What triggers an alert, but for the key of the integration. */
export function pagerdutyEvent(alert: Alert, dedupkey: Template | undefined, link: string | undefined) {
  return {
    event_action: 'trigger',
    dedup_key: dedupKey(alert, dedupkey),
    ...(link !== undefined && { client: 'Tiercel', client_url: link }),
    payload: {
      summary: shorten(alert.output || alert.rule, maxSummaryLength),
      source: 'falco',
      severity: pagerdutySeverity[alert.priority],
      timestamp: timeInSeconds(alert.time),
      custom_details: pagerdutyDetails(alert),
    },
  };
}

/** An open alert swallows whatever comes with the same key: alerts that the operator does not group have one of their own. */
function dedupKey(alert: Alert, template: Template | undefined): string {
  return shorten(groupingKey(alert, template) || alert.uuid, maxKeyLength);
}

/** The fields with their types, and what else is known of the alert, by name. */
function pagerdutyDetails(alert: Alert): JsonObject {
  const own = Object.entries(ownDetails(alert)).filter(([, value]) => value !== '');
  const whole = sorted([...Object.entries(alert.outputFields), ...own]);
  if (Buffer.byteLength(escapeHtml(JSON.stringify(whole))) <= maxDetailsBytes) return whole;
  const room = { maxLength: maxDetailsLength, maxNameLength: 256, maxValueLength: 2048 };
  const texts = own.map(([name, value]) => [name, shorten(value, room.maxValueLength)] as const);
  return sorted([...fitFields(textFields(alert), room), ...texts]);
}

function ownDetails({ hostname, priority, rule, source, tags }: Alert): Readonly<Record<string, string>> {
  return { hostname, priority, rule, source, tags: tags.join(', ') };
}

function sorted(entries: readonly (readonly [name: string, value: Json])[]): JsonObject {
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareBytes(a, b)));
}
