import { expect, it } from 'vitest';
import { z } from 'zod';
import { loki } from './loki.ts';
import type { Alert } from '#alert/alert.ts';
import { alertFrom, installation } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const push = z.strictObject({
  streams: z.array(
    z.strictObject({
      stream: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string()),
      values: z.array(z.tuple([z.string().regex(/^-?\d+$/), z.string()])),
    }),
  ),
});

function pushed(alerts: readonly [Alert, ...Alert[]], options: object = {}) {
  const encoded = loki.configure({ hostport: 'http://loki:3100', ...options }, installation).encode(alerts);
  return push.parse(JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '')).streams;
}

function alert(rule: string, output: string, fields: object = { a: 'b' }): Alert {
  const time = '2026-11-24T16:31:56.000000001Z';
  return alertFrom(JSON.stringify({ output, rule, priority: 'Error', time, output_fields: fields }));
}

it('puts alerts with the same labels into one stream, in order', () => {
  expect(pushed([alert('one', 'a'), alert('two', 'b'), alert('one', 'c')])).toEqual([
    {
      stream: { priority: 'Error', rule: 'one', source: 'syscalls' },
      values: [
        ['1795537916000000001', 'a'],
        ['1795537916000000001', 'c'],
      ],
    },
    { stream: { priority: 'Error', rule: 'two', source: 'syscalls' }, values: [['1795537916000000001', 'b']] },
  ]);
});

it('makes labels of namespace, pod, custom fields and those asked for, if they are texts', () => {
  const fields = {
    'k8s.ns.name': 'a"b',
    'k8s.pod.name': '',
    cluster: 'c"d',
    'proc.aname[2]': 'e',
    'odd-name/': 'f',
    '1st': 'g',
    'proc.pid': 7,
    'user.name': 'not asked for',
  };
  const extralabels = ['proc.aname[2]', 'odd-name/', '1st', 'proc.pid', 'not.there'];
  const [stream] = pushed([alert('r', 'o', fields)], { extralabels });
  expect(stream?.stream).toEqual({
    rule: 'r',
    source: 'syscalls',
    priority: 'Error',
    k8s_ns_name: 'a"b',
    k8s_pod_name: '',
    cluster: 'cd',
    proc_aname2: 'e',
    odd_name_: 'f',
    _1st: 'g',
  });
});

it.for(Object.entries(hostileAlerts))('stays within the limits of labels and lines for %s', ([, hostile]) => {
  for (const { stream, values } of pushed([hostile])) {
    for (const value of Object.values(stream)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(2048);
    for (const [, line] of values) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(256 * 1024);
  }
});

it('sends no half of a credential', () => {
  const headers = (options: object) => {
    const encoded = loki
      .configure({ hostport: 'http://loki:3100', ...options }, installation)
      .encode([alert('r', 'o')]);
    return isHttpRequest(encoded) ? Object.keys(encoded.headers ?? {}) : [];
  };
  expect(headers({ user: '1' })).toEqual(['Content-Type']);
  expect(headers({ apikey: 'x' })).toEqual(['Content-Type']);
  expect(headers({ user: '1', apikey: 'x', tenant: 't' })).toEqual(['Content-Type', 'X-Scope-OrgID', 'Authorization']);
});
