import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson, readJsonPrefix } from './json-read.ts';
import { compareBytes, writeJson } from './json-write.ts';

const limits = { maxDepth: 100 };
const roundTrip = (text: string) => writeJson(readJson(text, limits));

describe('numbers', () => {
  it.for(['1507591916746609046', '1.0', '1e3', '-0.10', '12345678901234567890', '-0', '1e400', '0', '-7', '34816'])(
    '%s leaves with the text it came with',
    (text) => {
      expect(roundTrip(`{"n":${text}}`)).toBe(`{"n":${text}}`);
      expect(roundTrip(`[${text}]`)).toBe(`[${text}]`);
    },
  );

  it('stay ordinary numbers when a double prints them back', () => {
    expect(readJson('[1,2.5,-3]', limits)).toEqual([1, 2.5, -3]);
  });
});

describe('objects', () => {
  it('come out with their keys sorted by bytes, nested ones too', () => {
    expect(roundTrip('{"b":1,"a":{"d":[{"z":1,"y":2}],"c":null}}')).toBe('{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}');
  });

  it('sort keys that look like array indexes as text', () => {
    expect(roundTrip('{"9":1,"10":2,"!":3}')).toBe('{"!":3,"10":2,"9":1}');
  });

  it('sort astral characters after the rest of the basic plane', () => {
    expect(compareBytes('\ufffd', '😀')).toBeLessThan(0);
  });

  it('keep __proto__ as a key like any other', () => {
    const read = readJson('{"__proto__":{"polluted":true}}', limits);
    expect(Object.keys(read ?? {})).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
    expect(writeJson(read)).toBe('{"__proto__":{"polluted":true}}');
  });

  it('under the same key become one, and other repetitions keep the last', () => {
    expect(roundTrip('{"o":{"a":1,"b":1},"o":{"b":2},"s":1,"s":2}')).toBe('{"o":{"a":1,"b":2},"s":2}');
  });
});

it('escapes what Go escapes', () => {
  expect(writeJson('<a>&\u2028\u2029\b\f\n\u0001é😀')).toBe(
    String.raw`"\u003ca\u003e\u0026\u2028\u2029\b\f\n\u0001é😀"`,
  );
});

it('replaces lone surrogates as Go does', () => {
  expect(roundTrip(String.raw`"\ud800x"`)).toBe('"\ufffdx"');
});

it('refuses what nests too deep, without exhausting the stack', () => {
  expect(() => readJson('['.repeat(1_000_000), limits)).toThrow(/Nested deeper than 100 levels/);
  expect(() => readJson('{"a":'.repeat(1_000_000), limits)).toThrow(/Nested deeper than 100 levels/);
});

it('reads the first value and says where it ends', () => {
  expect(readJsonPrefix(' {"a":1} trailing', 0, limits)).toEqual({ value: { a: 1 }, end: 9 });
});

it.for([
  '',
  '{',
  '{"a"}',
  '{"a":1,}',
  '[1,]',
  '01',
  '1.',
  '+1',
  'nul',
  '"a',
  '"\n"',
  '"\\x"',
  '\ufeff{}',
  "{'a':1}",
  '{"a":1}x',
])('refuses %j as JSON.parse does', (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(() => readJson(text, limits)).toThrow(/position \d+/);
});

it('reads every JSON text to the value JSON.parse gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const read = JSON.stringify(readJson(text, limits));
      expect(JSON.parse(read)).toEqual(JSON.parse(text.toWellFormed()));
    }),
  );
});

it('accepts exactly the texts JSON.parse accepts', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, noise) => {
      const position = at % (json.length + 1);
      const text = json.slice(0, position) + noise + json.slice(position);
      expect(accepts(() => readJson(text, limits))).toBe(accepts(() => JSON.parse(text)));
    }),
    { numRuns: 2000 },
  );
});

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
