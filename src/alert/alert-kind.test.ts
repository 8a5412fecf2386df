import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlert } from './alert.ts';
import { alertKind, groupIdOf, tagsOf } from './alert-kind.ts';
import { testAlert } from './test-alert.ts';
import { podOwner } from './pod-owner.ts';
import type { Json, JsonObject } from '#kit/json.ts';
import type { Alert } from './alert.ts';

function alertWith(outputFields: JsonObject, tags: readonly string[] = []): Alert {
  const given = { uuid: 'u', priority: 'Error', time: '2026-11-20T10:00:00Z' } as const;
  return createAlert({ ...testAlert(new Date(0)), ...given, outputFields, tags });
}

const nothing = { namespace: '', cluster: '', workload: '', process: '', user: '', tags: '' };

describe('the kind of an alert', () => {
  it.for<[JsonObject, Partial<typeof nothing>]>([
    [{}, {}],
    [
      {
        'k8s.ns.name': 'payments',
        'k8s.pod.name': 'api-6d4cf56db6-x2x7k',
        'proc.name': 'nc',
        'user.name': 'root',
        cluster: 'east',
      },
      { namespace: 'payments', workload: 'api', process: 'nc', user: 'root', cluster: 'east' },
    ],
    [
      { 'ka.user.name': 'jane', 'ka.target.name': 'tmp-admin', 'ka.target.namespace': 'build' },
      { user: 'jane', workload: 'tmp-admin', namespace: 'build' },
    ],
    [{ 'ka.target.name': 'api-6d4cf56db6-x2x7k', 'ka.target.resource': 'pods' }, { workload: 'api' }],
    [{ 'ka.target.name': 'api-x2x7k', 'ka.target.resource': 'endpointslices' }, { workload: 'api' }],
    [{ 'ka.target.name': 'api-6d4cf56db6', 'ka.target.resource': 'replicasets' }, { workload: 'api' }],
    [{ 'ka.target.name': 'api.17b2c3d4e5f60718', 'ka.target.resource': 'events' }, {}],
    [{ 'ka.target.name': 'csr-x2x7k', 'ka.target.resource': 'certificatesigningrequests' }, {}],
    [{ 'ka.target.name': 'api-x2x7k', 'ka.target.resource': 'configmaps' }, { workload: 'api-x2x7k' }],
    [{ 'k8s.deployment.name': 'web', 'k8s.pod.name': 'other-0' }, { workload: 'web' }],
    [{ 'k8s.rs.name': 'web-6d4cf56db6' }, { workload: 'web' }],
    [{ 'k8smeta.deployment.name': '<NA>', 'k8smeta.rs.name': 'web-6d4cf56db6' }, { workload: 'web' }],
    [{ 'k8s.ns.name': null, 'proc.name': 5, 'user.name': true }, {}],
    [
      { 'proc.name': 'a"b\\', 'user.name': 'é<&>' },
      { process: 'a"b\\', user: 'é<&>' },
    ],
    [{ deep: { 'proc.name': 'inside' }, list: ['x'], 'user.name': 'root' }, { user: 'root' }],
    [{ 'proc.cmdline': 'echo ","proc.name":"made up","', 'proc.pname': 'sh' }, {}],
  ])('of %j is %j', ([fields, expected]) => {
    expect(alertKind(alertWith(fields).json)).toEqual({ ...nothing, ...expected });
  });

  it('has the tags, whatever is in them or in the fields', () => {
    for (const tags of [[], ['a'], ['a,b', 'c"],"hostname":"x', '\\']]) {
      for (const fields of [{}, { tags: ['no'] }, { t: ',"tags":["no"]' }]) {
        expect(tagsOf(alertKind(alertWith(fields, tags).json))).toEqual(tags);
      }
    }
  });

  it('is what the fields say, whatever else there is', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const names = fc.oneof(fc.constantFrom('proc.name', 'user.name', 'k8s.ns.name', 'cluster'), fc.string());
    fc.assert(
      fc.property(
        fc.dictionary<Json>(names, fc.oneof(value, fc.array(value), fc.dictionary(fc.string(), value))),
        (fields) => {
          const kind = alertKind(alertWith(fields).json);
          const text = (name: string) => {
            const found = Object.hasOwn(fields, name) ? fields[name] : '';
            return typeof found === 'string' && found !== '<NA>' ? found : '';
          };
          expect(kind.process.toWellFormed()).toBe(text('proc.name').toWellFormed());
          expect(kind.cluster.toWellFormed()).toBe(text('cluster').toWellFormed());
        },
      ),
      { numRuns: 500 },
    );
  });
});

it.for<readonly [pod: string, owner: string]>([
  ['checkout-6d4cf56db6-x2x7k', 'checkout'],
  ['fluent-bit-7xkq2', 'fluent-bit'],
  ['postgres-0', 'postgres'],
  ['backup-29382710-4kxzl', 'backup'],
  ['kube-apiserver-control', 'kube-apiserver-control'],
  ['single', 'single'],
])('the owner of %s is %s', ([pod, owner]) => {
  expect(podOwner(pod)).toBe(owner);
});

it('the id of a group depends on each part, and on nothing else', () => {
  const fingerprint = { rule: 'r', cluster: '', namespace: 'n', workload: 'w', process: 'p', user: 'u' };
  expect(groupIdOf(fingerprint)).toMatch(/^[0-9a-f]{20}$/);
  const others = Object.keys(fingerprint).map((part) => groupIdOf({ ...fingerprint, [part]: 'x' }));
  expect(new Set([groupIdOf(fingerprint), ...others]).size).toBe(7);
});
