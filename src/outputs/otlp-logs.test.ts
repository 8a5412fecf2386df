import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { otlpLogs } from './otlp-logs.ts';
import { signoz } from './signoz.ts';
import type { Alerts, HttpRequest, HttpTransport, Installation, Output } from './output.ts';
import { text, integer, message, toBytes } from './protobuf.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { isHttpRequest } from './testing/wire-text.ts';

const minimal = { endpoint: 'http://host:4318' };

function request(options: object, alerts: Alerts = [testAlert], output: Output = otlpLogs): HttpRequest {
  const encoded = output.configure({ ...minimal, ...options }, installation).encode(alerts);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

interface LogRecord {
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: unknown;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
  readonly droppedAttributesCount?: number;
}

function record(alert: Alert, around: Installation = installation): LogRecord {
  const encoded = otlpLogs.configure({ ...minimal, protocol: 'http/json' }, around).encode([alert]);
  const { body } = isHttpRequest(encoded) ? encoded : {};
  return JSON.parse(body && 'text' in body ? body.text : '').resourceLogs[0].scopeLogs[0].logRecords[0];
}

function attributes(alert: Alert): Readonly<Record<string, unknown>> {
  return Object.fromEntries(record(alert).attributes.map(({ key, value }) => [key, value]));
}

function alertWith(fields: string, priority = 'Notice'): Alert {
  return alertFrom(
    `{"output":"o","priority":"${priority}","rule":"r","time":"2026-11-24T16:31:56.5Z","source":"syscall","output_fields":${fields}}`,
  );
}

it.for([
  ['Emergency', 21],
  ['Alert', 19],
  ['Critical', 18],
  ['Error', 17],
  ['Warning', 13],
  ['Notice', 10],
  ['Informational', 9],
  ['Debug', 5],
] as const)('gives %s the severity %i', ([priority, severityNumber]) => {
  expect(record(alertWith('{"n":0}', priority))).toMatchObject({ severityNumber, severityText: priority });
});

describe('fields', () => {
  it('keep their types, and numbers all of their digits', () => {
    const fields =
      '{"big":12345678901234567890,"ns":1795537916746609046,"least":-9223372036854775808,"ratio":0.5,"huge":1e400,"yes":true,"no":null,"list":[1,"a"],"map":{"a":1}}';
    expect(attributes(alertWith(fields))).toMatchObject({
      big: { stringValue: '12345678901234567890' },
      ns: { intValue: '1795537916746609046' },
      least: { intValue: '-9223372036854775808' },
      ratio: { doubleValue: 0.5 },
      huge: { stringValue: '1e400' },
      yes: { boolValue: true },
      no: {},
      list: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'a' }] } },
      map: { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } },
    });
  });

  it('do not pass for what the alert says of itself', () => {
    const own = attributes(alertWith('{"priority":"Emergency","rule":"x","uuid":"y","output_fields.rule":"z"}'));
    expect(own).toMatchObject({ priority: { stringValue: 'Notice' }, rule: { stringValue: 'r' } });
    expect(own['output_fields.priority']).toEqual({ stringValue: 'Emergency' });
    const names = record(alertWith('{"rule":"x","output_fields.rule":"z"}')).attributes.map(({ key }) => key);
    expect(new Set(names).size).toBe(names.length);
  });

  it('that nest too deep for some receivers are JSON', () => {
    const depth = 11;
    expect(attributes(alertWith(`{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`))['deep']).toEqual({
      stringValue: '[[[[[[[[[[[]]]]]]]]]]]',
    });
  });
});

describe('limits', () => {
  it.for(Object.entries(hostileAlerts))('hold for %s', ([, alert]) => {
    const { body } = request({}, [alert]);
    expect(body && 'bytes' in body ? body.bytes.length : 0).toBeLessThan(2 * 1024 * 1024);
  });

  it('cut long texts with a mark, beside a link to the alert', () => {
    const alert = alertWith(JSON.stringify({ a: 'x'.repeat(100_000) }));
    const { stringValue = '' } = Object(attributes(alert)['a']);
    expect(stringValue).toHaveLength(32 * 1024);
    expect(stringValue.endsWith('x[...]')).toBe(true);
    expect(attributes(alert)['link']).toEqual({ stringValue: `${installation.consoleurl}/alerts/${alert.uuid}` });
  });

  it('leave out fields beyond half a megabyte, and tell how many', () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`a${at}`, 'x'.repeat(30_000)]));
    const { attributes: kept, droppedAttributesCount = 0 } = record(alertWith(JSON.stringify(fields)));
    expect(droppedAttributesCount).toBe(23);
    expect(kept).toHaveLength(8 + 40 - 23);
  });

  it('put a time that OTLP cannot say at the nearest that it can', () => {
    expect(record(hostileAlerts['the beginning of time'] ?? testAlert).timeUnixNano).toBe('0');
    expect(record(hostileAlerts['the end of time'] ?? testAlert).timeUnixNano).toBe(String(2n ** 64n - 1n));
  });
});

it.for([
  [{}, 'http://host:4318/v1/logs'],
  [{ endpoint: 'http://host:4318/' }, 'http://host:4318/'],
  [{ endpoint: 'https://host/a/b?c=d' }, 'https://host/a/b?c=d'],
  [{ endpoint: 'http://host:4318', tls: true }, 'https://host:4318/v1/logs'],
  [
    { endpoint: 'https://host/v1/logs', protocol: 'grpc' },
    'https://host/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  ],
  [{ endpoint: 'http://user:swordfish@host/x' }, 'http://user:swordfish@host/x'],
] as const)('sends with %j to %s', ([options, url]) => {
  expect(request(options).url.reveal()).toBe(url);
  expect(String(request(options).url)).not.toContain('swordfish');
});

describe('options', () => {
  const revealed = ({ headers }: HttpRequest) =>
    Object.entries(headers ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]);

  it('add headers, and hide them', () => {
    const sent = request({ headers: 'api-key=a%2Cb%3D, X-Scope = 1 ' });
    expect(revealed(sent)).toEqual([
      ['api-key', 'a,b='],
      ['X-Scope', '1'],
    ]);
    expect(JSON.stringify(sent)).not.toContain('a,b');
  });

  it('are refused without showing what they hold', () => {
    const error = String(otlpLogs.options.safeParse({ ...minimal, headers: 'a=b,swordfish,c=%zz' }).error);
    expect(error).toContain('Item 2 is not');
    expect(error).toContain('Item 3 is not');
    expect(error).not.toContain('swordfish');
  });

  it('give way to variables of OpenTelemetry', () => {
    const variables = {
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'b=2',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_RESOURCE_ATTRIBUTES: 'k8s.cluster.name=eu%201,service.name=other',
    };
    const sent = request({ headers: 'c=3', extraenvvars: variables });
    expect(revealed(sent)).toEqual([['b', '2']]);
    expect(sent.gzip).toBe(true);
    const shown = sent.body && 'shown' in sent.body ? sent.body.shown() : '';
    expect(shown).toContain('{"key":"k8s.cluster.name","value":{"stringValue":"eu 1"}}');
    expect(shown).toContain('{"key":"service.name","value":{"stringValue":"falco"}}');
  });

  it('name the key of SigNoz', () => {
    expect(revealed(request({ ingestionkey: 'swordfish', headers: 'a=1' }, [testAlert], signoz))).toEqual([
      ['a', '1'],
      ['signoz-ingestion-key', 'swordfish'],
    ]);
  });
});

describe('an answer', () => {
  const answering = (answer: Partial<Awaited<ReturnType<HttpTransport['send']>>> | Error): HttpTransport => ({
    async send() {
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, text: '', ...answer };
    },
  });

  async function failure(answer: Parameters<typeof answering>[0]): Promise<unknown> {
    const connection = await connect(otlpLogs, minimal, { http: answering(answer) });
    return failureOf(deliver(connection, testAlert, testAlert));
  }

  const partial = (rejected: bigint) =>
    toBytes([message('partialSuccess', 1, [integer('rejected', 1, rejected), text('errorMessage', 2, 'too old')])]);

  it('that takes a part is a refusal', async () => {
    const error = await failure({ bytes: partial(300n) });
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ message: 'The receiver refused 300 of the items sent: too old', answer: 'too old' });
    const headers = { 'content-type': 'application/json' };
    const json = '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"no"}}';
    expect(String(await failure({ headers, text: json }))).toContain('refused 1 of the items sent: no');
  });

  it.for([
    { bytes: new Uint8Array() },
    { bytes: partial(0n) },
    { bytes: Buffer.from('\xff\xfe') },
    { headers: { 'content-type': 'application/json' }, text: '{}' },
    { headers: { 'content-type': 'application/json' }, text: 'OK' },
    { headers: { 'content-type': 'application/json' }, text: '{"partialSuccess":{"errorMessage":"beware"}}' },
  ])('that takes all is none: %j', async (answer) => {
    const connection = await connect(otlpLogs, minimal, { http: answering(answer) });
    await expect(deliver(connection, testAlert)).resolves.toMatchObject({ status: 200 });
  });

  it.for([
    [RejectedError, new RejectedError('host answered 400', { status: 400, answer: '\b\u0003\u0012\u0006no way' })],
    [MisconfiguredError, new MisconfiguredError('host answered 401', { status: 401, answer: '{"message":"no way"}' })],
    [ThrottledError, new ThrottledError('host answered 429', 5, { status: 429, answer: '\u0012\ufffd\u0001no way' })],
    [DeliveryError, new DeliveryError('host answered 500', { status: 500, answer: '\u0012\u0006no way\u001a\u0000' })],
  ] as const)('of another kind stays a %s, and says why', async ([kind, error]) => {
    const explained = await failure(error);
    expect(explained).toBeInstanceOf(kind);
    expect(explained).toMatchObject({ message: `${error.message}: no way`, status: error.status, answer: 'no way' });
  });
});
