import { isJsonObject, type Json } from '#kit/json.ts';
import { JsonSyntaxError } from '#kit/json-read.ts';
import { auditEventOfLogEntry } from './gke-log-entry.ts';
import { isJsonList, itemsOf, member, memberAt, stringOf } from './json-values.ts';
import { readEventJson } from './read-event-json.ts';

/** What was in an envelope: bodies for `splitEvents`, and what could not be unwrapped. */
export interface Unwrapped {
  readonly bodies: readonly string[];
  /** Lines that the provider has cut off, by the id of their event where that can be read. */
  readonly truncated: readonly string[];
  /** Why parts could not be read. */
  readonly broken: readonly string[];
  /** Log lines of other components. */
  readonly others: number;
}

export interface UnwrapOptions {
  /** How deep the JSON may nest. */
  readonly maxDepth: number;
  /** How many lines, records and messages there may be together. */
  readonly maxLines: number;
  /** The text that base64 holds, gzip or not; what it throws is the caller's. */
  readonly unpack: (base64: string) => string;
}

/** There is more in an envelope than may be: none of it is taken. */
export class TooManyLinesError extends Error {
  override readonly name = 'TooManyLinesError';
}

interface Opening extends Pick<UnwrapOptions, 'maxDepth' | 'unpack'> {
  /** Counts what is looked at. @throws TooManyLinesError */
  readonly spend: (lines: number) => void;
}

/**
 * Takes audit events out of what the log service of a provider delivers; `undefined` where it is none of these.
 *
 * - EKS: CloudWatch Logs, as a subscription delivers them (`logEvents`; packed in `awslogs.data`, or in the records of Firehose),
 *   as `GetLogEvents` returns them (`events`), or one of them (`message`).
 * - AKS: Event Hub (`records` with `properties.log`), or one of these.
 * - GKE: `LogEntry` of Cloud Logging, bare or as the base64 `message.data` of Pub/Sub.
 *
 * Several of these may stand in an array.
 * @throws TooManyLinesError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 * @see https://learn.microsoft.com/en-us/azure/aks/monitor-aks-reference
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging
 */
export function unwrap(text: string, { maxLines, ...rest }: UnwrapOptions): Unwrapped | undefined {
  let left = maxLines;
  const spend = (lines: number) => {
    left -= lines;
    if (left < 0) throw new TooManyLinesError(`more than ${maxLines} lines in one body`);
  };
  const options = { ...rest, spend };
  const document = tryRead(text, options.maxDepth);
  if (!isJsonList(document)) return unwrapOne(document, options);
  spend(document.length);
  const all = document.map((item) => unwrapOne(item, options));
  return all.some((one) => one !== undefined) ? together(all.map((one) => one ?? nothing(1))) : undefined;
}

function unwrapOne(document: Json | undefined, options: Opening): Unwrapped | undefined {
  return cloudWatch(document, options) ?? eventHub(document, options) ?? pubSub(document, options);
}

function cloudWatch(document: Json | undefined, options: Opening): Unwrapped | undefined {
  const packed = stringOf(memberAt(document, ['awslogs', 'data']));
  if (packed !== undefined) return unpacked(packed, options);
  const listed = itemsOf(member(document, 'records'));
  options.spend(listed.length);
  const records = listed.map((record) => stringOf(member(record, 'data')));
  if (records[0] !== undefined) return together(records.map((data) => unpacked(data ?? '', options)));
  const events = member(document, 'logEvents') ?? member(document, 'events');
  if (isJsonList(events)) return sortLines(events.map(messageOf), options);
  const message = stringOf(member(document, 'message'));
  return message === undefined ? undefined : sortLines([message], options);
}

/** Firehose may deliver several documents in a record, one a line. */
function unpacked(base64: string, options: Opening): Unwrapped {
  const text = options.unpack(base64);
  const isOne = text !== '' && tryRead(text, options.maxDepth) !== undefined;
  const documents = isOne ? [text] : text.split('\n');
  options.spend(documents.length);
  const parts = documents
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const document = tryRead(part, options.maxDepth);
      if (document === undefined) return { ...nothing(0), broken: ['what is packed is no JSON'] };
      return cloudWatch(isPacked(document) ? undefined : document, options) ?? sortLines([part], options);
    });
  return together(parts);
}

/** An envelope inside an envelope inside an envelope is none that a provider makes. */
function isPacked(document: Json): boolean {
  return member(document, 'awslogs') !== undefined || member(document, 'records') !== undefined;
}

function eventHub(document: Json | undefined, options: Opening): Unwrapped | undefined {
  const records = member(document, 'records') ?? [document ?? null];
  if (!isJsonList(records) || !records.some((record) => logOf(record) !== undefined)) return undefined;
  return sortLines(
    records.map((record) => logOf(record) ?? ''),
    options,
  );
}

function messageOf(event: Json): string {
  return stringOf(member(event, 'message')) ?? '';
}

function logOf(record: Json): string | undefined {
  return stringOf(memberAt(record, ['properties', 'log']));
}

function sortLines(lines: readonly string[], { maxDepth, spend }: Opening): Unwrapped {
  spend(lines.length);
  const truncated = lines.filter((line) => line.endsWith('[Truncated...]'));
  const whole = lines.filter((line) => !line.endsWith('[Truncated...]'));
  const bodies = whole.filter((line) => looksLikeAudit(line, maxDepth));
  return { bodies, truncated: truncated.map(auditIdOf), broken: [], others: whole.length - bodies.length };
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

function pubSub(document: Json | undefined, options: Opening): Unwrapped | undefined {
  const messages = member(document, 'receivedMessages') ?? [document ?? null];
  if (!isJsonList(messages) || !messages.some(isMessage)) return undefined;
  options.spend(messages.length);
  return together(messages.map((message) => logEntry(message, options)));
}

function isMessage(document: Json): boolean {
  return dataOf(document) !== undefined || isJsonObject(member(document, 'protoPayload'));
}

function logEntry(message: Json, options: Opening): Unwrapped {
  const data = dataOf(message);
  const entry = data === undefined ? message : tryRead(options.unpack(data), options.maxDepth);
  if (entry === undefined) return { ...nothing(0), broken: ['what Pub/Sub delivered is no JSON'] };
  const event = auditEventOfLogEntry(entry);
  return event === undefined ? nothing(1) : { ...nothing(0), bodies: [JSON.stringify(event)] };
}

function dataOf(message: Json): string | undefined {
  return stringOf(memberAt(message, ['message', 'data']));
}

function nothing(others: number): Unwrapped {
  return { bodies: [], truncated: [], broken: [], others };
}

function together(parts: readonly Unwrapped[]): Unwrapped {
  return {
    bodies: parts.flatMap(({ bodies }) => bodies),
    truncated: parts.flatMap(({ truncated }) => truncated),
    broken: parts.flatMap(({ broken }) => broken),
    others: parts.reduce((sum, { others }) => sum + others, 0),
  };
}

function tryRead(text: string, maxDepth: number): Json | undefined {
  try {
    return readEventJson(text, maxDepth);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
