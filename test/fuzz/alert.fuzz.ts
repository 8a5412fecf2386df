import assert from 'node:assert/strict';
import type { Alert } from '#alert/alert.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { stringField, stringFields } from '#alert/fields.ts';
import { readStoredAlert } from '#alert/stored-alert.ts';
import { JsonSyntaxError, readJson, readJsonPrefix } from '#kit/json-read.ts';
import { writeJson } from '#kit/json-write.ts';
import type { Json } from '#kit/json.ts';
import { readAlertBatch, type AlertBatch } from '#sources/alert-batch.ts';
import { decodeUtf8 } from '#sources/decode-utf8.ts';
import { Refusal } from '#sources/refusal.ts';
import { pieces, type FuzzTarget } from './fuzz-target.ts';
import { keysInText, keysInValue, nesting, plainJson } from './json-model.ts';

/** Low, so that inputs come to them. */
const limits = { maxDepth: 16, maxKeys: 20, maxAlerts: 20 };
const enrich = createEnrichment(noEnrichment, () => '018f3a5e-7d2c-4b1a-9f00-000000000001');

const shell =
  String.raw`{"hostname":"node-1","output":"16:31:56.746609046: Error A <shell> & more","priority":"info","rule":"Terminal shell",` +
  String.raw`"source":"syscall","tags":["shell","container"],"time":"2026-11-20T10:00:00.120000000Z","output_fields":{"proc.name":"bash",` +
  String.raw`"evt.time":1507591916746609046,"proc.aname[2]":"\ud83d\ude00","n":1.0,"b":null},"extra":{"n":[1e400,-0]}}`;
/** As Falco writes it, which is read in a faster way. */
const falco =
  String.raw`{"hostname":"node-1","output":"16:31:56.746609046: Error A <shell>\n\"x\"","output_fields":{"container.id":"host","evt.time":1507591916746609046,` +
  String.raw`"fd.name":null,"n":1.0,"proc.cmdline":"sh -c \"a & b\"","proc.name":"a,\"proc.tty\":\"b","user.yes":true},"priority":"Error",` +
  String.raw`"rule":"Shell","source":"syscall","tags":["a","b"],"time":"2026-11-20T10:00:00.123456789Z"}`;
const small = '{"priority":"error","rule":"r","time":"2026-01-01T00:00:00Z","output_fields":{"a":1}}';

export const target: FuzzTarget = {
  name: 'alert',
  about: 'what Falco posts: bytes to alerts, beside JSON.parse, and to what is kept and back',
  covers: [
    ...['alert-batch', 'decode-utf8'].map((name) => `src/sources/${name}.ts`),
    ...['json', 'json-read', 'json-write'].map((name) => `src/kit/${name}.ts`),
    ...['alert', 'falco-json', 'plain-alert', 'plain-fields', 'plain-reader', 'stored-alert', 'time', 'priority'].map(
      (name) => `src/alert/${name}.ts`,
    ),
  ],
  dictionary: pieces(String.raw`
    "priority":"Error", "rule":"r", "time":"2026-01-01T00:00:00Z", "output_fields":{"a":1}, "tags":["t"],
    "uuid":"u", "source":"s", "hostname":"h", "output":"o", "PRIORITY": "__proto__": "constructor": null true
    false {} [] "" \u0000 \ud800 \udc00 \/ \u2028 ␤{ "a":1 "2":1 0000-01-01T00:00:00+23:59 0001-01-01T00:00:00Z
    2024-02-29 -23:59 .123456789
  `).concat(small),
  seeds: () => [
    shell,
    falco,
    `${falco}\n${falco}`,
    small,
    small.replace(
      '"a":1',
      Array.from({ length: 20 }, (_, index) => `"k${String(index).padStart(2, '0')}":${index}`).join(','),
    ),
    `${small}\n${small}`,
    `[${small},{"rule":1}]`,
    `${small}\n{broken\n${small}`,
    `${small} rest`,
    '',
    ' ',
    '{}',
    '[]',
    'null',
    '"a"',
    '-0.0e+0',
    '[1,2',
    '{"a":{"b":1},"a":{"c":[2]}}',
    '{"__proto__":{"a":1}}',
    String.raw`{"a":"\ud800","\udfff":"\\\"\/\b\f\n\r\t\u0041"}`,
    `${'['.repeat(40)}1${']'.repeat(40)}`,
    '\ufeff{}',
    '{"priority":"debug","Rule":"r","time":"2024-02-29T23:59:59.1-23:59","output_fields":{"b":[{}],"a":0,"10":1,"9":2}}',
    Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x22, 0xf0, 0x9f, 0x98, 0x22, 0x7d]),
  ],
  run(input) {
    const text = decodeUtf8(Buffer.from(input));
    assert.ok(text.isWellFormed(), 'text from bytes is well-formed');
    compareWithJsonParse(text);
    const batch = batchOf(text);
    if (!batch) return;
    compareWithPlainReading(text, batch);
    for (const alert of batch.alerts) checkKept(alert);
  },
};

function batchOf(text: string): AlertBatch | undefined {
  try {
    return readAlertBatch(text, enrich, limits);
  } catch (error) {
    assert.ok(
      error instanceof Refusal && error.reason === 'size',
      `readAlertBatch throws only a refusal of size: ${String(error)}`,
    );
    return undefined;
  }
}

/** Both take a text, or both refuse it, but for the limits; and they read the same, each number with its text. */
function compareWithJsonParse(text: string): void {
  const [ours, trouble] = outcomeOf(() => readJson(text, limits));
  const [theirs] = outcomeOf(() => plainJson(text));
  if (ours === undefined) {
    assert.ok(trouble instanceof JsonSyntaxError, `readJson throws only JsonSyntaxError: ${String(trouble)}`);
    const isTooDeep = nesting(text) > limits.maxDepth && trouble.message.startsWith('Nested deeper');
    const isTooWide = keysInText(text) > limits.maxKeys && trouble.message.startsWith('An object with more than');
    assert.ok(theirs === undefined || isTooDeep || isTooWide, `readJson refuses what is JSON: ${trouble.message}`);
    return;
  }
  assert.ok(theirs !== undefined, 'readJson takes what is not JSON');
  // Under one key, ours merges two objects as Go does, where JSON.parse takes the last.
  if (keysInValue(theirs) === keysInText(text)) assert.equal(JSON.stringify(ours), JSON.stringify(theirs));
}

/** However fast alerts are read, the first value of a body gives what reading it step by step gives. */
function compareWithPlainReading(text: string, { alerts, refused }: AlertBatch): void {
  const [value, trouble] = outcomeOf(() => readJsonPrefix(text, 0, limits).value);
  const wanted = value === undefined ? [`syntax: ${messageOf(trouble)}`] : valuesIn(value).map(slowly);
  const reasons = new Map(refused.map(({ index, kind, reason }) => [index, `${kind}: ${reason}`]));
  const taken = alerts.values();
  const found = wanted.map((_, index) => reasons.get(index) ?? contentOf(taken.next().value));
  assert.deepEqual(found, wanted);
}

function slowly(value: Json): string {
  const [alert, trouble] = outcomeOf(() => enrich(readFalcoAlert(value)));
  return alert ? contentOf(alert) : `invalid: ${messageOf(trouble)}`;
}

/** All of an alert, its fields read one by one as well. */
function contentOf(alert: Alert | undefined): string {
  if (!alert) return 'nothing';
  const texts = stringFields(alert).map(([name, value]) =>
    stringField(alert, name) === value ? name : `${name} differs`,
  );
  const { uuid, output, priority, rule, time, source, tags, hostname, unknown, outputFields, json } = alert;
  // Sorted, since objects within fields are in the order they came in, and once they were kept, in that of their names.
  return writeJson([uuid, output, priority, rule, time, source, tags, hostname, unknown, outputFields, json, texts]);
}

function valuesIn(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is kept reads back as it was, and is JSON for others. */
function checkKept(alert: Alert): void {
  const unknown = JSON.stringify(alert.unknown);
  const back = readStoredAlert(alert.json, unknown);
  assert.equal(contentOf(back), contentOf(alert));
  assert.ok(alert.json.isWellFormed() && !/[\n<>&]/.test(alert.json), 'one line without HTML');
  plainJson(alert.json);
}

function outcomeOf<Result>(work: () => Result): [result: Result | undefined, error: unknown] {
  try {
    return [work(), undefined];
  } catch (error) {
    return [undefined, error];
  }
}
