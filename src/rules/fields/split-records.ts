import type { Json } from '#kit/json.ts';
import { JsonSyntaxError } from '#kit/json-read.ts';
import { parseTime, unixNanoseconds } from '#alert/time.ts';
import type { JsonSource } from './json-source.ts';
import { compilePointer, isJsonList } from './json-values.ts';
import { readEventJson } from './read-event-json.ts';
import type { RuleEvent } from './field.ts';
import type { Refusal, SplitBody, SplitLimits } from './split-events.ts';

export interface RecordOptions {
  readonly limits: SplitLimits;
  readonly firstNumber: bigint;
  /** When the body came, for records that do not say when they happened. */
  readonly receivedNs: bigint;
}

/** Takes a body of a source of JSON apart: one record, an array of records, or an object with a list of them. */
export function splitRecords(body: string, source: JsonSource, options: RecordOptions): SplitBody {
  const document = parse(body, options.limits.maxDepth);
  if (document instanceof JsonSyntaxError) {
    return { events: [], refusals: [{ reason: 'not-json', message: document.message }] };
  }
  const records = recordsOf(document, source);
  const events: RuleEvent[] = [];
  const refusals: Refusal[] = [];
  for (const [item, record] of records.entries()) {
    const text = record === document ? body.trim() : JSON.stringify(record);
    const outcome = recordEvent(record, text, events.length, source, options);
    if ('reason' in outcome) refusals.push({ ...outcome, item });
    else events.push(outcome);
  }
  return { events, refusals };
}

function parse(body: string, maxDepth: number): Json | JsonSyntaxError {
  try {
    return readEventJson(body, maxDepth);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
}

function recordsOf(document: Json, source: JsonSource): readonly Json[] {
  const listed = source.records === undefined ? undefined : compilePointer(source.records)(document);
  if (isJsonList(listed)) return listed;
  return isJsonList(document) ? document : [document];
}

function recordEvent(
  json: Json,
  text: string,
  earlier: number,
  source: JsonSource,
  { limits, firstNumber, receivedNs }: RecordOptions,
): RuleEvent | Omit<Refusal, 'item'> {
  if (earlier >= limits.maxEvents) {
    return { reason: 'too-many', message: `more than ${limits.maxEvents} events in one body` };
  }
  if (typeof json !== 'object' || json === null) {
    return { reason: 'unknown-kind', message: 'a record is a JSON object, not a bare value' };
  }
  const said = source.time === undefined ? undefined : compilePointer(source.time)(json);
  const time = parseTime(typeof said === 'string' ? said : '');
  if (time === undefined && source.isTimeRequired) {
    return { reason: 'no-time', message: `the record has no time at ${source.time}` };
  }
  const size = Buffer.byteLength(text);
  if (size > limits.maxEventBytes)
    return { reason: 'too-large', message: `event larger than ${limits.maxEventBytes} bytes: ${size}` };
  const timeNs = time === undefined ? receivedNs : unixNanoseconds(time);
  return { source: source.id, json, text, timeNs, number: firstNumber + BigInt(earlier) };
}
