import assert from 'node:assert/strict';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Alert } from '#alert/alert.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { InvalidAlertError, readFalcoAlert } from '#alert/falco-json.ts';
import { escapeHtml } from '#kit/json-write.ts';
import { JsonSyntaxError, readJson } from '#kit/json-read.ts';
import { Secret } from '#kit/secret.ts';
import type { HttpRequest } from '#outputs/output.ts';
import { referenceAlerts } from '#outputs/testing/alerts.ts';
import { exampleOutputs, type ExampleOutput } from '#outputs/testing/examples.ts';
import { contentType, isHttpRequest } from '#outputs/testing/wire-text.ts';
import { readAlertBatch } from '#sources/alert-batch.ts';
import { pieces, type FuzzTarget } from './fuzz-target.ts';

const outputs = exampleOutputs();
const limits = { maxDepth: 200, maxKeys: 4096, maxAlerts: 100_000 };
const enrich = createEnrichment(noEnrichment, () => '018f3a5e-7d2c-4b1a-9f00-000000000001');
/** Without what connects, sends and reads options. */
const encoders = [
  ...new Set(outputs.map(({ output }) => `outputs/${output.id}`)),
  ...[
    'elasticsearch-bulk',
    'alertmanager-thresholds',
    'alert-template',
    'pretty-alert',
    'shorten',
    'syslog-message',
    'telegram-text',
  ].map((name) => `outputs/${name}`),
  'alert/fields',
];

/** One alert, as Falco posts it, to every example of every output. */
export const target: FuzzTarget = {
  name: 'outputs',
  about: 'alerts in the encoding of every output',
  covers: encoders.map((name) => `src/${name}.ts`),
  dictionary: pieces(String.raw`
    "priority":"Emergency" "hostname":"h\n" "tags":["a","b,c"] "output_fields":{ "k8s.ns.name":"x",
    "k8s.pod.name":"y", "cluster":"z", "owner":null, "user.name":"u", "n_drops":1, "proc.aname[2]":"a", "":"",
    "__proto__":1, \n \r\n \u0000 \u001b[31m \u202e \ud83d\ude00 <!channel> &amp; *_~´ ](http://x) \\ \" | = <0>
    0001-01-01T00:00:00Z 9999-12-31T23:59:59.999999999-23:59 1e400 -0
  `).concat('x'.repeat(5000)),
  seeds: () => Object.values(referenceAlerts).map(({ json }) => json),
  maxBytes: 20_000,
  maxMs: 50,
  run(input) {
    const text = Buffer.from(input).toString();
    const plain = readPlainly(text);
    if (!plain) return;
    const [alert = plain] = readAlertBatch(text, enrich, limits).alerts;
    for (const output of outputs) check(output, alert, plain);
  },
};

/** Without the fast way in which alerts are read as Falco writes them. */
function readPlainly(text: string): Alert | undefined {
  try {
    return enrich(readFalcoAlert(readJson(text, limits)));
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof InvalidAlertError) return undefined;
    throw error;
  }
}

function check({ output, name, configured }: ExampleOutput, alert: Alert, plain: Alert): void {
  const encoded = configured.encode([alert]);
  const what = `${output.id}, ${name}`;
  assert.equal(JSON.stringify(encoded), JSON.stringify(configured.encode([plain])), `${what}: however it was read`);
  if (isHttpRequest(encoded)) checkRequest(encoded, what);
  else assert.ok(JSON.stringify(encoded).isWellFormed(), `${what}: well-formed`);
  if (output.id === 'syslog') checkSyslog(encoded, what);
  if (configured.batch) configured.encode([alert, alert]);
}

/** What the other side's own parsers make of it. */
function checkRequest(request: HttpRequest, what: string): void {
  const { url, headers = {}, body } = request;
  assert.ok(URL.canParse(url.reveal()), `${what}: the URL is one`);
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value instanceof Secret ? value.reveal() : value);
  }
  if (!body || 'bytes' in body) return;
  const text = 'text' in body ? body.text : escapeHtml(JSON.stringify(body.json));
  assert.ok(text.isWellFormed(), `${what}: well-formed`);
  if (!contentType(request).includes('json')) return;
  for (const line of text.trimEnd().split('\n')) {
    const parsed: unknown = JSON.parse(line);
    assert.ok(typeof parsed === 'object' && parsed !== null, `${what}: a line is an object or a list`);
  }
}

/** One alert is one message, whatever stands in it. */
function checkSyslog(encoded: unknown, what: string): void {
  assert.ok(Array.isArray(encoded) && encoded.length === 1, `${what}: one message`);
  const [message]: unknown[] = encoded;
  assert.ok(typeof message === 'string', `${what}: text`);
  const counted = /^(\d+) /.exec(message);
  if (counted)
    assert.equal(Buffer.byteLength(message) - counted[0].length, Number(counted[1]), `${what}: the count is right`);
  // eslint-disable-next-line no-control-regex -- what would end a message or a datagram
  assert.ok(!/[\0\r\n]/.test(message.replace(/\n$/, '')), `${what}: one line`);
}
