import { describe, expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { storedJson, storedText, storedTime } from './stored-text.ts';

describe('what databases take', () => {
  it('is text without zero bytes and halves of characters', () => {
    expect(storedText('a\0b\ud800c😀')).toBe('a\ufffdb\ufffdc😀');
  });

  it.for([
    ['{"a":1e400,"b":-1E+999,"c":1795537916746609046}', '{"a":"1e400","b":"-1E+999","c":1795537916746609046}'],
    [String.raw`{"\u0000":["\ud800",null,true]}`, '{"\ufffd":["\ufffd",null,true]}'],
    [`${'['.repeat(20)}1${']'.repeat(20)}`, `${'['.repeat(16)}"[[[[1]]]]"${']'.repeat(16)}`],
  ] as const)('is JSON such as %s', ([from, to]) => {
    expect(storedJson(readJson(from, { maxDepth: 100 }))).toBe(to);
  });

  it.for([
    ['2026-11-24T16:31:56.746609046Z', '2026-11-24 16:31:56.746609'],
    ['2026-11-25T01:00:00.5+02:00', '2026-11-24 23:00:00.500000'],
    ['1969-12-31T23:59:59.9999999Z', '1969-12-31 23:59:59.999999'],
    ['0000-01-01T00:00:00+23:59', '0001-01-01 00:00:00.000000'],
    ['9999-12-31T23:59:59.999999999-23:59', '9999-12-31 23:59:59.999999'],
  ] as const)('is a time such as %s', ([from, to]) => {
    expect(storedTime(from, 1)).toBe(to);
  });
});
