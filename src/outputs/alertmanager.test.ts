import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alertmanager } from './alertmanager.ts';
import { labelName } from './alertmanager-alert.ts';
import { alertFrom, installation } from './testing/alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const hostport = ['http://alertmanager:9093'];
const alerts = z.tuple([
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    endsAt: z.string(),
  }),
]);

function fired(fields: object, options: object = {}, time = '2026-11-24T16:31:56.5+02:00') {
  const alert = alertFrom(
    JSON.stringify({ output: 'o', priority: 'Debug', rule: 'r', time, output_fields: { a: 'b', ...fields } }),
  );
  const encoded = alertmanager.configure({ hostport, ...options }, installation).encode([alert]);
  return alerts.parse(JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : ''))[0];
}

function problem(options: object): string {
  try {
    alertmanager.configure({ hostport, ...options }, installation);
  } catch (error) {
    if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join();
  }
  return '';
}

describe('thresholds for dropped system calls', () => {
  const asUpstream = '10000:critical: 1000:critical: 100:critical: 10:warning: 1:warning';

  it.for([
    ['none given', {}],
    ["upstream's broken default", { dropeventthresholds: asUpstream }],
  ] as const)('are one that raises nothing: %s', ([, options]) => {
    expect(fired({ n_drops: '10001' }, options).labels).toMatchObject({ n_drops: '>10000', priority: 'Debug' });
    expect(fired({ n_drops: '10000' }, options).labels).toMatchObject({ n_drops: '10000', priority: 'Critical' });
  });

  it.for(['500:alert,50:warning', '50:warning , 500:alert', '500:alert: 50:warning'])('may be written %s', (text) => {
    const options = { dropeventthresholds: text };
    expect(fired({ n_drops: 501 }, options).labels).toMatchObject({ n_drops: '>500', priority: 'Alert' });
    expect(fired({ n_drops: 500 }, options).labels).toMatchObject({ n_drops: '>50', priority: 'Warning' });
    expect(fired({ n_drops: 7 }, options).labels).toMatchObject({ n_drops: '7', priority: 'Critical' });
  });

  it('leave out what is no whole number', () => {
    const { labels } = fired({ n_drops: '1.5', n_drops_a: 'many', n_drops_b: null, n_drops_c: '9223372036854775808' });
    expect(Object.keys(labels).filter((name) => name.startsWith('n_drop'))).toEqual([]);
    expect(labels).toHaveProperty('priority', 'Debug');
  });

  it.for(['critical', '10:urgent', '1000', '-1:critical', '10;critical', '10:critical 5:warning'])(
    'checks %j',
    (text) => {
      expect(problem({ dropeventthresholds: text })).toMatch(
        text === '1000' ? /^$/ : /must be a number and a priority/,
      );
    },
  );
});

it('names the priorities when one is wrong', () => {
  expect(problem({ dropeventdefaultpriority: 'urgent' })).toContain('Emergency, Alert, Critical');
  expect(problem({ customseveritymap: { urgent: 'page' } })).toContain('"urgent" must be one of Emergency');
  expect(problem({ customseveritymap: { 9: 'page' } })).toContain('"9" must be one of');
});

it('takes severities by the name or the number of a priority', () => {
  expect(fired({}, { customseveritymap: { DEBUG: 'low' } }).labels).toHaveProperty('severity', 'low');
  expect(fired({}, { customseveritymap: { '1': 'low' } }).labels).toHaveProperty('severity', 'low');
});

it("lets an alert end after a while, in the sender's own time", () => {
  expect(fired({}, { expiresafter: 90 }).endsAt).toBe('2026-11-24T16:33:26.5+02:00');
  expect(fired({}, { expiresafter: 90 }, '9999-12-31T23:59:59Z').endsAt).toBe('9999-12-31T23:59:59Z');
});

it('lets additions replace what is there', () => {
  const { labels, annotations } = fired({}, { extralabels: { source: 'me' }, extraannotations: { info: 'mine' } });
  expect(labels).toHaveProperty('source', 'me');
  expect(annotations).toEqual({ info: 'mine', description: 'o', summary: 'r' });
});

it('leaves out a label without a name, and none begins with a digit', () => {
  expect(Object.keys(fired({ '{}': 'x', '': 'y' }).labels)).not.toContain('');
  expect(labelName('2nd.name')).toBe('_2nd_name');
});

it('keeps the path of the URL', () => {
  const encoded = alertmanager
    .configure({ hostport: ['https://user:swordfish@example.com/prefix/'] }, installation)
    .encode([alertFrom('{"priority":"Debug","rule":"r","time":"2026-11-24T16:31:56Z","output_fields":{"a":1}}')]);
  expect(isHttpRequest(encoded) && encoded.url.reveal()).toBe(
    'https://user:swordfish@example.com/prefix/api/v2/alerts',
  );
  expect(isHttpRequest(encoded) && String(encoded.url)).toBe('[secret]');
});
