import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { parseTime, unixNanoseconds } from '#alert/time.ts';
import { readEventJson } from './read-event-json.ts';
import { StageTimes } from './stage-time.ts';
import { defaultSplitLimits, splitEvents, type SplitLimits } from './split-events.ts';

const time = '2024-01-02T03:04:05.123456Z';
const event = (id: string, more: object = {}) => ({ level: 'Request', auditID: id, stageTimestamp: time, ...more });
const list = (...items: readonly unknown[]) =>
  JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items });

function split(body: string, limits: Partial<SplitLimits> = {}) {
  const options = { limits: { ...defaultSplitLimits, ...limits }, source: 'k8s_audit', firstNumber: 5n };
  const { events, refusals } = splitEvents(body, options);
  const ids = events.map(({ json }) => JSON.parse(JSON.stringify(json)).auditID);
  return { events, refusals, ids, reasons: refusals.map(({ reason, item }) => `${reason} ${item}`) };
}

describe('a body', () => {
  it.for<[what: string, body: string, ids: readonly string[], reasons: readonly string[]]>([
    ['an event', JSON.stringify({ kind: 'Event', ...event('a') }), ['a'], []],
    ['a list as kube-apiserver writes it', list(event('a'), event('b')), ['a', 'b'], []],
    ['a list with one item', `${list(event('a'))}\n`, ['a'], []],
    ['an empty list', list(), [], []],
    ['a list in another order', JSON.stringify({ items: [event('a')], kind: 'EventList' }), ['a'], []],
    ['an indented list', JSON.stringify(JSON.parse(list(event('a'), event('b'))), null, 2), ['a', 'b'], []],
    [
      'an array',
      JSON.stringify([{ kind: 'Event', ...event('a') }, JSON.parse(list(event('b'), event('c')))]),
      ['a', 'b', 'c'],
      [],
    ],
    ['arrays in arrays', `[[],[[${JSON.stringify({ kind: 'Event', ...event('a') })}]]]`, ['a'], []],
    ['an empty array', '[]', [], []],
    ['another kind', JSON.stringify({ kind: 'Pod', ...event('a') }), [], ['unknown-kind 0']],
    ['no kind', JSON.stringify(event('a')), [], ['unknown-kind 0']],
    ['a list without items', JSON.stringify({ kind: 'EventList' }), [], ['unknown-kind 0']],
    ['a bare value', '12', [], ['unknown-kind 0']],
    ['null', 'null', [], ['unknown-kind 0']],
    ['an item without time', list(event('a'), { auditID: 'b' }, event('c')), ['a', 'c'], ['no-time 1']],
    ['an item without id', list(event('a'), { stageTimestamp: time }), ['a'], ['no-audit-id 1']],
    [
      'items that are no objects',
      list(event('a'), null, 3, 'x', [], event('b')),
      ['a', 'b'],
      ['no-time 1', 'no-time 2', 'no-time 3', 'no-time 4'],
    ],
    ['no JSON', '{', [], ['not-json undefined']],
    ['nothing', '', [], ['not-json undefined']],
    ['text behind', `${list(event('a'))}x`, [], ['not-json undefined']],
    [
      'an array cut off',
      `[${JSON.stringify({ kind: 'Event', ...event('a') })},{"kind":`,
      ['a'],
      ['not-json undefined'],
    ],
    [
      'an array with a comma too many',
      `[${JSON.stringify({ kind: 'Event', ...event('a') })},]`,
      ['a'],
      ['not-json undefined'],
    ],
  ])('that is %s', ([, body, ids, reasons]) => {
    const found = split(body);
    expect([found.ids, found.reasons]).toEqual([ids, reasons]);
  });

  it('gives every event its text, time and number', () => {
    const { events } = split(list(event('a', { n: 1 }), event('b', { x: 'é' })));
    expect(events.map(({ text }) => text)).toEqual(
      [event('a', { n: 1 }), event('b', { x: 'é' })].map((item) => JSON.stringify(item)),
    );
    expect(events.map(({ number, timeNs }) => [number, timeNs])).toEqual([
      [5n, 1_704_164_645_123_456_000n],
      [6n, 1_704_164_645_123_456_000n],
    ]);
  });

  it('is not fooled by what looks like the next item', () => {
    const inner = event('a', { requestObject: { list: [{ level: 1 }, { level: 2 }], text: '},{"level":' } });
    const { ids, events } = split(list(inner, event('b')));
    expect(ids).toEqual(['a', 'b']);
    expect(events[0]?.json).toEqual(inner);
  });

  it('keeps numbers as they came', () => {
    const text = `{"level":"x","auditID":"a","stageTimestamp":"${time}","n":[1.0,12345678901234567890,-0,1e3,7]}`;
    const { events } = split(`{"kind":"EventList","apiVersion":"v","metadata":{},"items":[${text}]}`);
    expect(JSON.stringify(events[0]?.json)).toBe(text);
  });

  it('has limits', () => {
    expect(split(list(event('a', { big: 'x'.repeat(300) }), event('b')), { maxEventBytes: 300 })).toMatchObject({
      ids: ['b'],
      refusals: [
        { reason: 'too-large', item: 0, message: expect.stringMatching(/^event larger than maxEventSize: size=\d+$/) },
      ],
    });
    expect(split(list(event('a'), event('b')), { maxEvents: 1 })).toMatchObject({
      ids: ['a'],
      reasons: ['too-many 1'],
    });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(split(deep).reasons).toEqual(['not-json undefined']);
    expect(split(list(event('a')).replace('"a"', `{"x":${deep}}`)).reasons).toEqual(['not-json undefined']);
  });
});

it('reads JSON like the careful reader', () => {
  const limits = { maxDepth: 50 };
  fc.assert(
    fc.property(fc.json(), fc.double(), fc.constantFrom('', ' ', '\n'), (text, number, space) => {
      const whole = `{"a":${text},${space}"n" :${space}${Number.isFinite(number) ? number : 0}, "b":["\\ud800", 1.50]}`;
      expect(readEventJson(text, 50)).toEqual(readJson(text, limits));
      expect(JSON.stringify(readEventJson(whole, 50))).toBe(JSON.stringify(readJson(whole, limits)));
    }),
  );
});

it('reads times like the careful reader', () => {
  const times = new StageTimes();
  const fractions = fc.constantFrom('', '.5', '.123456', '.000001', '.123456789', '.12345x');
  const zones = fc.constantFrom('Z', '+02:00', '');
  const seconds = fc.constantFrom('1969-12-31T23:59:59', '2024-02-29T10:00:00', '2023-02-29T10:00:00', 'x', 'none yet');
  fc.assert(
    fc.property(seconds, fractions, zones, (second, fraction, zone) => {
      const text = second + fraction + zone;
      const time = parseTime(text);
      expect(times.read(text)).toBe(time === undefined ? undefined : unixNanoseconds(time));
    }),
  );
});

it('never throws at a body', () => {
  const parts = fc.constantFrom(
    '{"kind":"EventList","apiVersion":"v","metadata":{},"items":[',
    ']}',
    ',',
    '[',
    ']',
    JSON.stringify(event('a')),
    '{}',
    '1',
    'x',
  );
  fc.assert(fc.property(fc.array(parts), (all) => Array.isArray(split(all.join('')).events)));
});
