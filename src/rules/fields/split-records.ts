import { isJsonObject, type Json } from '#kit/json.ts';
import { JsonSyntaxError } from '#kit/json-read.ts';
import { parseTime, unixNanoseconds } from '#alert/time.ts';
import type { JsonSource } from './json-source.ts';
import { compilePointer, isJsonList, stringOf } from './json-values.ts';
import { readDocument, recordDocuments, type RecordDocument } from './record-documents.ts';
import type { RuleEvent } from './field.ts';
import type { Refusal, SplitBody, SplitLimits } from './split-events.ts';

export interface RecordOptions {
  readonly limits: SplitLimits;
  readonly firstNumber: bigint;
  /** When the body came, for records that do not say when they happened. */
  readonly receivedNs: bigint;
  /** What is put into every record, as what came with it in headers. */
  readonly members?: Readonly<Record<string, string>>;
}

type Outcome = RuleEvent | Omit<Refusal, 'item'>;

/**
 * Takes a body of a source of JSON apart: one record, an array of records, or an object with a list of them; one such after another,
 * a line each. What cannot be used is told apart from the rest and hurts none of it.
 */
export function splitRecords(body: string, source: JsonSource, options: RecordOptions): SplitBody {
  const events: RuleEvent[] = [];
  const refusals: Refusal[] = [];
  const documents = recordDocuments(body, options.limits.maxDepth);
  const [first] = documents;
  if (documents.length === 1 && first instanceof JsonSyntaxError) {
    return { events, refusals: [{ reason: 'not-json', message: first.message }] };
  }
  const records = documents.flatMap((document) => recordsOf(document, source, options.limits.maxDepth));
  const { maxEvents } = options.limits;
  for (const [item, record] of records.slice(0, maxEvents).entries()) {
    const outcome = recordEvent(record, events.length, source, options);
    if ('reason' in outcome) refusals.push({ ...outcome, item });
    else events.push(outcome);
  }
  if (records.length > maxEvents) {
    refusals.push({ reason: 'too-many', message: `more than ${maxEvents} records in one body`, item: maxEvents });
  }
  return { events, refusals };
}

function recordsOf(document: RecordDocument, source: JsonSource, maxDepth: number): readonly RecordDocument[] {
  if (document instanceof JsonSyntaxError) return [document];
  const listed = follow(source.records, document.json) ?? document.json;
  const records = isJsonList(listed) ? listed : [listed];
  return records.map((json) => {
    const encoded = stringOf(follow(source.encoded, json));
    if (encoded !== undefined) return readDocument(Buffer.from(encoded, 'base64').toString(), maxDepth);
    return json === document.json ? document : { json, text: JSON.stringify(json) };
  });
}

/** What the first of these pointers leads to that leads to anything. */
function follow(pointers: readonly string[] | undefined, json: Json): Json | undefined {
  for (const pointer of pointers ?? []) {
    const found = compilePointer(pointer)(json);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

function recordEvent(record: RecordDocument, earlier: number, source: JsonSource, options: RecordOptions): Outcome {
  const { limits, firstNumber, receivedNs } = options;
  if (record instanceof JsonSyntaxError) return { reason: 'not-json', message: record.message };
  const { json, text } = withMembers(record, options.members);
  if (typeof json !== 'object' || json === null) {
    return { reason: 'unknown-kind', message: 'a record is a JSON object, not a bare value' };
  }
  const time = parseTime(stringOf(follow(source.time, json)) ?? '');
  if (time === undefined && source.isTimeRequired) {
    return { reason: 'no-time', message: `the record has no time at ${source.time?.join(' or ')}` };
  }
  const size = Buffer.byteLength(text);
  if (size > limits.maxEventBytes)
    return { reason: 'too-large', message: `event larger than ${limits.maxEventBytes} bytes: ${size}` };
  const timeNs = time === undefined ? receivedNs : unixNanoseconds(time);
  return { source: source.id, json, text, timeNs, number: firstNumber + BigInt(earlier) };
}

function withMembers(record: Exclude<RecordDocument, Error>, members: RecordOptions['members']) {
  if (members === undefined || !isJsonObject(record.json)) return record;
  const json = { ...record.json, ...members };
  return { json, text: JSON.stringify(json) };
}
