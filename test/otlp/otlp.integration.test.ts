import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { otlpLogs } from '#outputs/otlp-logs.ts';
import { otlpTraces } from '#outputs/otlp-traces.ts';
import { signoz } from '#outputs/signoz.ts';
import { referenceAlerts, installation, testAlert } from '#outputs/testing/alerts.ts';
import { hostileAlerts } from '#outputs/testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from '#outputs/testing/wire-text.ts';
import { Secret } from '#kit/secret.ts';
import type { Output } from '#outputs/output.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { sender } from './attempt.ts';
import { hasOtlpReceiver, startOtlpReceiver, type OtlpReceiver } from './receiver.ts';

const ways = [
  ['http', 'http/protobuf', 'none'],
  ['http', 'http/protobuf', 'gzip'],
  ['http', 'http/json', 'gzip'],
  ['grpc', 'grpc', 'none'],
  ['grpc', 'grpc', 'gzip'],
  ['grpcWithTls', 'grpc', 'none'],
] as const;

const signals: readonly Output[] = [otlpLogs, otlpTraces, signoz];
const [first = testAlert, ...others] = Object.values(referenceAlerts);

describe.skipIf(!hasOtlpReceiver)('a receiver of OpenTelemetry', () => {
  let receiver: OtlpReceiver;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
  });

  afterAll(async () => receiver.end());

  /** What became of alerts, and how. */
  async function outcome(output: Output, way: Way, alerts: Alerts, changes: Partial<DeliveryOutput> = {}) {
    const [endpoint, protocol, compression] = way;
    const options = { endpoint: receiver.endpoints[endpoint], protocol, compression };
    const sending = sender(output, options, changes, receiver.certfile);
    const { delivered, failure, failed } = await sending.send(...alerts);
    await sending.close();
    return { delivered: delivered.length, failure: failure ?? failed[0]?.failure };
  }

  describe.for(signals)('$id', (output) => {
    it.for(ways)('takes what is sent to its %s port as %s, compression %s', async (way) => {
      const before = receiver.requests().length;
      expect(await outcome(output, way, [first, ...others])).toEqual({ delivered: 1 + others.length });
      const taken = receiver.requests().slice(before);
      const encoded = output.configure({ endpoint: 'http://host' }, installation).encode([first, ...others]);
      if (!isHttpRequest(encoded)) throw new TypeError('It is a request');
      expect(taken.map(({ request }) => request)).toEqual([withoutDefaults(JSON.parse(bodyText(encoded)))]);
    });

    it.for(Object.entries(hostileAlerts))('takes %s', async ([, alert]) => {
      expect(await outcome(output, ways[3], [testAlert, alert])).toEqual({ delivered: 2 });
      expect(await outcome(output, ways[0], [testAlert, alert])).toEqual({ delivered: 2 });
    });
  });

  describe.for(ways.slice(0, 5))('asked at its %s port as %s, compression %s', (way) => {
    const isGrpc = way[1] === 'grpc';
    const answers = [...everyAnswer, ...(isGrpc ? grpcAnswers : httpAnswers)];

    it.for(answers)('to answer "%s" makes it %s', async ([answer, kind, message]) => {
      const customheaders = { 'Test-Answer': new Secret(answer) };
      const { delivered, failure } = await outcome(otlpLogs, way, [testAlert], { customheaders });
      expect(delivered).toBe(0);
      expect(failure).toMatchObject({ kind });
      expect(failure?.message).toContain(message);
    });
  });

  it('is asked for nothing more until the pause is over', async () => {
    const customheaders = { 'test-answer': new Secret('pause 1.5') };
    const { failure } = await outcome(otlpTraces, ways[3], [testAlert], { customheaders });
    expect(failure).toMatchObject({ kind: 'throttled', retryAfterMs: 1500, status: 503, answer: 'busy: 100 %, ä' });
  });

  it('sees the headers of the operator', async () => {
    for (const [endpoint, protocol] of [ways[0], ways[3]]) {
      const options = { endpoint: receiver.endpoints[endpoint], protocol, headers: 'api-key=a%2Cb, x-more = y' };
      const sending = sender(signoz, { ...options, ingestionkey: 'swordfish' });
      await sending.send(testAlert);
      await sending.close();
      expect(receiver.requests().at(-1)?.headers).toMatchObject({
        'api-key': 'a,b',
        'x-more': 'y',
        'signoz-ingestion-key': 'swordfish',
      });
    }
  });

  it('is not spoken to when its certificate is not trusted', async () => {
    const untrusting = sender(otlpLogs, { endpoint: receiver.endpoints.grpcWithTls, protocol: 'grpc' });
    const { failure } = await untrusting.send(testAlert);
    expect(failure).toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('certificate') });
    await untrusting.close();
    const unchecked = { tls: { checkcert: false, mutualtls: false } };
    const http = receiver.endpoints.grpcWithTls.replace('https', 'http');
    const trusting = sender(otlpLogs, { endpoint: http, protocol: 'grpc', tls: true }, unchecked);
    expect((await trusting.send(testAlert)).delivered).toHaveLength(1);
    await trusting.close();
  });

  it('is known by what it speaks', async () => {
    const sending = sender(otlpLogs, { endpoint: receiver.endpoints.http, protocol: 'grpc' });
    const { failure } = await sending.send(testAlert);
    expect(failure).toMatchObject({ kind: 'misconfigured', message: expect.stringContaining('does not speak gRPC') });
    await sending.close();
  });
});

type Way = (typeof ways)[number];
type Alerts = readonly [Alert, ...Alert[]];

type TestAnswer = readonly [answer: string, kind: string, message: string];

const everyAnswer: readonly TestAnswer[] = [['partial 200', 'rejected', 'refused 200 of the items sent: too old: xxx']];

const grpcAnswers: readonly TestAnswer[] = [
  ['UNAVAILABLE', 'retryable', 'answered UNAVAILABLE: as you wish'],
  ['RESOURCE_EXHAUSTED', 'retryable', 'as you wish'],
  ['INTERNAL', 'retryable', 'as you wish'],
  ['INVALID_ARGUMENT', 'rejected', 'as you wish'],
  ['UNAUTHENTICATED', 'misconfigured', 'as you wish'],
  ['PERMISSION_DENIED', 'misconfigured', 'as you wish'],
];

const httpAnswers: readonly TestAnswer[] = [
  ['503', 'retryable', 'answered 503: as you wish: yyy'],
  ['400', 'rejected', 'as you wish: yyy'],
  ['401', 'misconfigured', 'as you wish: yyy'],
];

/** Protocol Buffers leave out empty lists. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => !(Array.isArray(item) && item.length === 0));
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutDefaults(item)]));
}
