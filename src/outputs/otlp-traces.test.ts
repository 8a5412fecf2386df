import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { otlpTraces } from './otlp-traces.ts';
import { traceId } from './otlp-traces-request.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { isHttpRequest } from './testing/wire-text.ts';

function alertWith(fields: object, more: object = {}, uuid?: string): Alert {
  const alert = { output: 'o', priority: 'Notice', rule: 'r', time: '2026-11-24T16:31:56Z', source: 'syscall' };
  return alertFrom(JSON.stringify({ ...alert, output_fields: { n: 0, ...fields }, ...more }), uuid);
}

function span(alert: Alert, options: object = {}) {
  const settings = { endpoint: 'http://host:4318', protocol: 'http/json', ...options };
  const encoded = otlpTraces.configure(settings, installation).encode([alert]);
  const { body } = isHttpRequest(encoded) ? encoded : {};
  return JSON.parse(body && 'text' in body ? body.text : '').resourceSpans[0].scopeSpans[0].spans[0];
}

const hex = (alert: Alert) => Buffer.from(traceId(alert)).toString('hex');

describe('the trace of an alert', () => {
  const pod = { 'k8s.ns.name': 'my-ns', 'k8s.pod.name': 'my-pod-name' };

  it.for([
    ['its pod', { ...pod, 'container.id': '42' }, '087e7ab4196a3c4801e3c23bc1406163'],
    ['its container', { 'k8s.ns.name': 'my-ns', 'container.id': '42' }, '088094c785ab1be95aa073305569c06b'],
    ['its host', { 'container.id': 'host', 'evt.hostname': 'localhost' }, 'b96c8fbfe005d268653aef8210412f0a'],
    [
      'its host where nothing else is a text',
      { 'container.id': 42, 'evt.hostname': 'localhost' },
      'b96c8fbfe005d268653aef8210412f0a',
    ],
  ] as const)('is that of %s, as upstream has it', ([, fields, id]) => {
    expect(hex(alertWith(fields))).toBe(id);
  });

  it('is that of the host where Falco runs, or its own, where upstream drops it', () => {
    expect(hex(alertWith({}, { hostname: 'localhost' }))).toBe('b96c8fbfe005d268653aef8210412f0a');
    const [one, other] = ['018f3a5e-7d2c-4b1a-9f00-000000000001', '018f3a5e-7d2c-4b1a-9f00-000000000002'];
    expect(hex(alertWith({}, {}, one))).not.toBe(hex(alertWith({}, {}, other)));
    expect(hex(alertWith({}, {}, one))).toBe(hex(alertWith({}, {}, one)));
  });

  it('takes no time to find', () => {
    const startMs = performance.now();
    hex(alertWith({ 'evt.hostname': 'x'.repeat(1_000_000) }));
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});

describe('a span', () => {
  it('has an id of its own, the same each time', () => {
    const other = alertWith({}, {}, '018f3a5e-7d2c-4b1a-9f00-000000000009');
    expect(span(testAlert).spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span(testAlert).spanId).toBe(span(testAlert, { endpoint: 'http://other/x' }).spanId);
    expect(span(testAlert).spanId).not.toBe(span(other).spanId);
  });

  it('is as long as it is said to be', () => {
    expect(span(testAlert)).toMatchObject({
      startTimeUnixNano: '978311400000000000',
      endTimeUnixNano: '978311401000000000',
    });
    expect(span(testAlert, { duration: 0 }).endTimeUnixNano).toBe('978311400000000000');
    const last = String(2n ** 64n - 1n);
    expect(span(hostileAlerts['the end of time'] ?? testAlert)).toMatchObject({ endTimeUnixNano: last });
  });

  it('has fields as texts, and numbers with all of their digits', () => {
    const { attributes } = span(alertWith({ a: 1, b: null, c: ['x', true] }));
    expect(attributes).toEqual(
      expect.arrayContaining([
        { key: 'a', value: { stringValue: '1' } },
        { key: 'b', value: { stringValue: '<nil>' } },
        { key: 'c', value: { stringValue: '[x true]' } },
      ]),
    );
  });
});

it('is for system calls, unless told otherwise', () => {
  const refusal = (options: object, alert: Alert) =>
    otlpTraces.configure({ endpoint: 'http://host', ...options }, installation).refuses?.(alert);
  const audit = alertWith({}, { source: 'k8s_audit' });
  expect(refusal({}, alertWith({}))).toBeUndefined();
  expect(refusal({}, audit)).toBe('the source k8s_audit is none of syscall, syscalls ("sources")');
  expect(refusal({ sources: ['k8s_audit'] }, audit)).toBeUndefined();
  expect(refusal({ sources: [] }, audit)).toBeUndefined();
});
