import { describe, expect, it } from 'vitest';
import { changedAlert, type AlertContent } from '#alert/alert.ts';
import { DeliveryError } from './errors.ts';
import { policyreport } from './policyreport.ts';
import { summaryOf, withResults } from './policyreport-report.ts';
import { reportResult } from './policyreport-result.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';

const alert = (changes: Partial<AlertContent>) => changedAlert(testAlert, { source: 'syscall', ...changes });
const limits = { maxevents: 3, prunebypriority: false };
const uuids = (results: ReturnType<typeof withResults>) => results.map(({ properties }) => properties?.['uuid']);
const result = (uuid: string, changes: Partial<AlertContent> = {}) => reportResult(alert({ uuid, ...changes }));

describe('a report', () => {
  const known = withResults(
    [],
    ['a', 'b', 'c'].map((uuid) => result(uuid)),
    limits,
  );

  it('has an alert once', () => {
    expect(withResults(known, [result('b')], limits)).toBe(known);
  });

  it('loses the oldest', () => {
    expect(uuids(withResults(known, [result('d'), result('e')], limits))).toEqual(['c', 'd', 'e']);
  });

  it('loses the least severe, and of those the oldest, if it is to', () => {
    const mixed = [
      result('x', { priority: 'Critical' }),
      result('y'),
      result('z', { priority: 'Warning' }),
      result('w'),
    ];
    expect(uuids(withResults([], mixed, { maxevents: 2, prunebypriority: true }))).toEqual(['x', 'z']);
    expect(uuids(withResults([], mixed, { maxevents: 3, prunebypriority: true }))).toEqual(['x', 'z', 'w']);
  });

  it('has room for 900 kB, as Kubernetes counts', () => {
    const large = Array.from({ length: 200 }, (_, index) => result(String(index), { output: '<'.repeat(1000) }));
    const kept = withResults([], large, { maxevents: 1000, prunebypriority: false });
    expect(kept.length).toBeLessThan(150);
    expect(kept.length).toBeGreaterThan(100);
    expect(uuids(kept).at(-1)).toBe('199');
  });

  it('counts its results', () => {
    const results = [{ result: 'fail' }, { result: 'fail' }, { result: 'pass' }, { result: '__proto__' }, {}];
    expect(summaryOf(results)).toEqual({ pass: 1, fail: 2, warn: 0, error: 0, skip: 0 });
  });
});

describe('a result', () => {
  it.for([
    [{ 'ka.target.resource': 'secrets', 'ka.target.name': 's' }, [{ apiVersion: 'v1', kind: 'Secret', name: 's' }]],
    [{ 'ka.target.resource': 'jobs', 'ka.resp.name': 'j' }, [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j' }]],
    [{ 'ka.target.resource': 'toString', 'ka.target.name': 's' }, undefined],
    [{ 'k8s.pod.name': '<NA>' }, undefined],
    [{ 'k8s.pod.name': null, 'k8s.ns.name': 'n' }, undefined],
  ] as const)('is about %j', ([outputFields, resources]) => {
    expect(reportResult(alert({ outputFields })).resources).toEqual(resources);
  });

  it('has its whole time', () => {
    const { timestamp } = reportResult(alert({ time: '2026-11-24T16:31:56.746609046Z' }));
    expect(timestamp).toEqual({ seconds: 1_795_537_916, nanos: 746_609_046 });
  });
});

describe('an alert', () => {
  it.for([
    ['syscall', true],
    ['syscalls', true],
    ['k8s_audit', true],
    ['k8saudit', true],
    ['internal', false],
  ] as const)('from %s is reported: %j', ([source, isReported]) => {
    const refused = policyreport.configure({}, installation).refuses?.(alert({ source }));
    expect(refused === undefined).toBe(isReported);
  });

  const report = '{"metadata":{"resourceVersion":"7"},"results":[]}';
  const conflict = new DeliveryError('no', { status: 409 });

  it('is written again after a conflict', async () => {
    const http = scripted(report, conflict, report, '{}');
    await deliver(await connect(policyreport, {}, { http }), testAlert);
    expect(http.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  it('is created, or added to what somebody else created in the meantime', async () => {
    const missing = new DeliveryError('no', { status: 404 });
    const http = scripted(missing, conflict, report, '{}');
    await deliver(await connect(policyreport, {}, { http }), testAlert);
    expect(http.requests.map(({ method }) => method)).toEqual(['GET', undefined, 'GET', 'PUT']);
  });

  it('waits where there is no end of conflicts', async () => {
    const http = scripted(...Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? report : conflict)));
    expect(await failureOf(deliver(await connect(policyreport, {}, { http }), testAlert))).toBe(conflict);
    expect(http.requests.length).toBeLessThan(30);
  });
});
