import type { Json } from '#kit/json.ts';
import { JsonSyntaxError } from '#kit/json-read.ts';
import { auditEventOfLogEntry } from './gke-log-entry.ts';
import { isJsonList, itemsOf, member, memberAt, stringOf } from './json-values.ts';
import { readEventJson } from './read-event-json.ts';

/** How the audit events of a managed cluster are wrapped. */
export type Envelope = 'eks' | 'aks' | 'gke';

/** What was in the envelope: bodies for `splitEvents`, and what could not be unwrapped. */
export interface Unwrapped {
  readonly bodies: readonly string[];
  /** Lines that the provider has cut off, by the id of their event where that can be read. */
  readonly truncated: readonly string[];
  /** Log lines of other components. */
  readonly others: number;
}

/**
 * Takes audit events out of what the provider's log service delivers.
 *
 * - EKS: CloudWatch Logs, as a subscription delivers them (`logEvents`) or `GetLogEvents` returns them (`events`).
 * - AKS: Event Hub (`records` with `properties.log`).
 * - GKE: `LogEntry` of Cloud Logging, bare or as the base64 `message.data` of Pub/Sub.
 *
 * @throws JsonSyntaxError where the envelope itself is no JSON
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @see https://learn.microsoft.com/en-us/azure/aks/monitor-aks-reference
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging
 */
export function unwrap(envelope: Envelope, text: string, maxDepth: number): Unwrapped {
  const document = readEventJson(text, maxDepth);
  switch (envelope) {
    case 'eks':
      return sortLines(itemsOf(member(document, 'logEvents') ?? member(document, 'events')).map(messageOf), maxDepth);
    case 'aks':
      return sortLines(itemsOf(member(document, 'records') ?? document).map(logOf), maxDepth);
    case 'gke':
      return logEntries(document, maxDepth);
  }
}

function messageOf(event: Json): string {
  return stringOf(member(event, 'message')) ?? '';
}

function logOf(record: Json): string {
  return stringOf(memberAt(record, ['properties', 'log'])) ?? '';
}

function sortLines(lines: readonly string[], maxDepth: number): Unwrapped {
  const truncated = lines.filter((line) => line.endsWith('[Truncated...]'));
  const whole = lines.filter((line) => !line.endsWith('[Truncated...]'));
  const bodies = whole.filter((line) => looksLikeAudit(line, maxDepth));
  return { bodies, truncated: truncated.map(auditIdOf), others: whole.length - bodies.length };
}

/** Components beside the API server write plain text, or JSON of other kinds. */
function looksLikeAudit(line: string, maxDepth: number): boolean {
  if (!/^\s*[{[]/.test(line)) return false;
  const document = tryRead(line, maxDepth);
  return isJsonList(document) || member(document, 'kind') !== undefined;
}

function auditIdOf(line: string): string {
  return /"auditID":\s*"([a-z0-9-]+)"/.exec(line)?.[1] ?? 'unknown';
}

function logEntries(document: Json, maxDepth: number): Unwrapped {
  const messages = isJsonList(document) ? document : itemsOf(member(document, 'receivedMessages') ?? [document]);
  const events = messages.map((message) => auditEventOfLogEntry(entryOf(message, maxDepth)));
  const bodies = events.flatMap((event) => (event === undefined ? [] : [JSON.stringify(event)]));
  return { bodies, truncated: [], others: events.length - bodies.length };
}

function entryOf(message: Json, maxDepth: number): Json {
  const data = stringOf(memberAt(message, ['message', 'data']) ?? member(message, 'data'));
  return data === undefined ? message : (tryRead(Buffer.from(data, 'base64').toString(), maxDepth) ?? null);
}

function tryRead(text: string, maxDepth: number): Json | undefined {
  try {
    return readEventJson(text, maxDepth);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
