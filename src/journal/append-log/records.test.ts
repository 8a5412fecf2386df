import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAlert, type Alert } from '#alert/alert.ts';
import { priorities, priorityNumber } from '#alert/priority.ts';
import { sampleAlert } from '../testing/sample-alerts.ts';
import { decodeRecords, encodeRecords, type AlertRecord } from './records.ts';

function recordOf(alert: Alert, receivedAtMs: number, namespace: string): AlertRecord {
  const { uuid, priority, rule, source, hostname, json } = alert;
  return {
    receivedAtMs,
    priority: priorityNumber(priority),
    uuid,
    rule,
    source,
    hostname,
    namespace,
    json,
    unknown: '',
  };
}

function encode(alerts: readonly Alert[], receivedAtMs = 1): Buffer {
  return encodeRecords(
    alerts.map((alert) => ({ alert, receivedAtMs })),
    0,
  );
}

it('gives back every alert as it was', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 40 });
  const alert = fc.record({ uuid: word, rule: word, source: word, hostname: word, output: word }).chain((texts) =>
    fc.record({ priority: fc.constantFrom(...priorities), namespace: word }).map(({ priority, namespace }) => ({
      namespace,
      alert: sampleAlert({ ...texts, priority, outputFields: { 'k8s.ns.name': namespace } }),
    })),
  );
  fc.assert(
    fc.property(fc.array(alert, { maxLength: 8 }), fc.maxSafeNat(), (alerts, receivedAtMs) => {
      const bytes = encode(
        alerts.map((each) => each.alert),
        receivedAtMs,
      );
      expect(decodeRecords(bytes)).toEqual(alerts.map((each) => recordOf(each.alert, receivedAtMs, each.namespace)));
    }),
  );
});

it('holds empty texts, and whatever the alert has of keys that nobody knows', () => {
  const empty = sampleAlert({ rule: '', source: '', hostname: '', output: '', outputFields: {} });
  const odd = sampleAlert({ unknown: { ключ: ['\0', { a: null }] } });
  const [first, second] = decodeRecords(encode([empty, odd]));
  expect(first).toEqual(recordOf(empty, 1, ''));
  expect(second?.unknown).toBe('{"ключ":["\\u0000",{"a":null}]}');
});

it('holds alerts of every size', () => {
  const alerts = [3_000_000, 10, 300_000, 0].map((length) => sampleAlert({ output: '😀'.repeat(length / 2) }));
  expect(decodeRecords(encode(alerts))).toEqual(alerts.map((alert) => recordOf(alert, 1, '')));
});

it('rounds the time of arrival to milliseconds', () => {
  expect(decodeRecords(encode([sampleAlert()], 12.6))[0]?.receivedAtMs).toBe(13);
});

it('leaves room for a header, in a buffer of its own', () => {
  const entries = [{ alert: sampleAlert(), receivedAtMs: 1 }];
  const first = encodeRecords(entries, 24);
  const copy = Buffer.from(first);
  encodeRecords([{ alert: sampleAlert(), receivedAtMs: 2 }], 24);
  expect(first).toEqual(copy);
  expect(decodeRecords(first.subarray(24))).toHaveLength(1);
});

/** What is on a disk must be read by the next version too. */
it('writes the same bytes in every version', () => {
  const alert = createAlert({
    uuid: 'u',
    output: 'é',
    priority: 'Critical',
    rule: 'r',
    time: '2026-01-31T12:00:00Z',
    outputFields: { 'k8s.ns.name': 'n' },
    source: '',
    tags: [],
    hostname: 'h',
    unknown: {},
  });
  const bytes = encode([alert], 1_700_000_000_000);
  const fixed = '00008056febc784206' + '0100000001000000000000000100000001000000' + '9800000000000000';
  expect(bytes.toString('hex')).toBe(fixed + Buffer.from(`urhn${alert.json}`).toString('hex'));
});
