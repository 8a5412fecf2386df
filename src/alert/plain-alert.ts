import type { JsonObject } from '#kit/json.ts';
import { skipSpace } from '#kit/json-read.ts';
import { escapeHtml } from '#kit/json-write.ts';
import type { Fields } from './alert.ts';
import type { FalcoAlert } from './falco-json.ts';
import { readPlainFields, type PlainFields } from './plain-fields.ts';
import { PlainReader } from './plain-reader.ts';
import { parsePriority, type Priority } from './priority.ts';
import { isZeroTime, parseTime } from './time.ts';

const noUnknownKeys: JsonObject = Object.freeze({});
// eslint-disable-next-line no-control-regex -- JSON forbids these characters in a string
const unusual = /[\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
// eslint-disable-next-line no-control-regex -- the same, but for those of HTML, which are only escaped
const notPlain = /[\u0000-\u001f\u2028\u2029\ud800-\udfff]/;

export interface PlainAlertRead {
  readonly alert: FalcoAlert;
  /** Of an alert that was accepted before. */
  readonly uuid: string;
  /** Where the text goes on. */
  readonly end: number;
}

/**
 * Reads an alert at the start of a text that is written as Falco writes it, several times as fast as a general reader: nothing is
 * built of its fields but the text that Falcosidekick would send. `undefined` for any other text: whether that is an alert,
 * and what is wrong with it, `readFalcoAlert` says.
 */
export function readPlainAlert(text: string, start: number, maxFields = Infinity): PlainAlertRead | undefined {
  const reader = new PlainReader(text, start, maxFields);
  if (!reader.alert() || reader.fieldsTo === 0) return undefined;
  const json = start === 0 && reader.position === text.length ? text : text.slice(start, reader.position);
  const isUnusual = unusual.test(json);
  if (isUnusual && notPlain.test(json)) return undefined;
  const rule = reader.string('rule');
  const priority = parsePriority(reader.string('priority'));
  const time = parseTime(reader.string('time'));
  if (rule === '' || priority === undefined || time === undefined || isZeroTime(time)) return undefined;
  const fields = text.slice(reader.fieldsFrom, reader.fieldsTo);
  const alert = new PlainAlert(reader, rule, priority, time, isUnusual ? escapeHtml(fields) : fields);
  return { alert, uuid: reader.string('uuid'), end: skipSpace(text, reader.position) };
}

/** Its fields are read when somebody asks for them. */
class PlainAlert implements FalcoAlert {
  readonly output: string;
  readonly priority: Priority;
  readonly rule: string;
  readonly time: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly hostname: string;
  readonly unknown = noUnknownKeys;
  readonly plainFields: PlainFields;

  constructor(reader: PlainReader, rule: string, priority: Priority, time: string, plainFields: PlainFields) {
    this.output = reader.string('output');
    this.priority = priority;
    this.rule = rule;
    this.time = time;
    this.source = reader.string('source');
    this.tags = reader.tags ?? [];
    this.hostname = reader.string('hostname');
    this.plainFields = plainFields;
  }

  get outputFields(): Fields {
    return readPlainFields(this.plainFields);
  }
}
