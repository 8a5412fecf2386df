import { describe, expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { Packed, packed } from './msgpack.ts';
import { readPacked } from './msgpack-reader.ts';

const hex = (json: string) => packed(readJson(json, { maxDepth: 100 })).toString('hex');

describe('MessagePack', () => {
  it.for([
    ['null', 'c0'],
    ['[true,false]', '92c3c2'],
    ['0', '00'],
    ['127', '7f'],
    ['128', 'cf0000000000000080'],
    ['-32', 'e0'],
    ['-33', 'd3ffffffffffffffdf'],
    ['18446744073709551615', 'cfffffffffffffffff'],
    ['-9223372036854775808', 'd38000000000000000'],
    ['1.0', 'cb3ff0000000000000'],
    ['-0', 'cb8000000000000000'],
    ['18446744073709551616', `b4${Buffer.from('18446744073709551616').toString('hex')}`],
    ['1e400', `a5${Buffer.from('1e400').toString('hex')}`],
    ['"é"', 'a2c3a9'],
    [String.raw`"\ud800"`, 'a3efbfbd'],
    ['{"a":[]}', '81a16190'],
  ] as const)('of %s is %s', ([json, bytes]) => {
    expect(hex(json)).toBe(bytes);
  });

  it.for([
    [31, 'bf'],
    [32, 'd920'],
    [255, 'd9ff'],
    [256, 'da0100'],
    [65_535, 'daffff'],
    [65_536, 'db00010000'],
  ] as const)('says the length of a text of %d bytes', ([length, head]) => {
    expect(hex(JSON.stringify('x'.repeat(length))).slice(0, head.length)).toBe(head);
  });

  it.for([
    [15, '9f', '8f'],
    [16, 'dc0010', 'de0010'],
    [65_536, 'dd00010000', 'df00010000'],
  ] as const)('says the length of a list and a map of %d', ([length, list, map]) => {
    expect(packed(Array(length).fill(1)).toString('hex').slice(0, list.length)).toBe(list);
    const entries = Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, 1]));
    expect(packed(entries).toString('hex').slice(0, map.length)).toBe(map);
  });

  it('keeps the nanoseconds that no double holds', () => {
    expect(packed(readJson('1795537916746609046', { maxDepth: 1 })).readBigUInt64BE(1)).toBe(1795537916746609046n);
  });

  it('takes over what is encoded already', () => {
    expect(packed([new Packed(Buffer.of(0xc3))]).toString('hex')).toBe('91c3');
  });
});

describe('an answer in MessagePack', () => {
  const answer = packed(['HELO', { nonce: 'n'.repeat(40), auth: '', keepalive: true, list: Array(20).fill(7) }]);

  it('is read, with what follows it left', () => {
    const read = readPacked(Buffer.concat([answer, Buffer.of(1)]));
    const options = new Map<string, unknown>([
      ['nonce', 'n'.repeat(40)],
      ['auth', ''],
      ['keepalive', true],
      ['list', Array(20).fill(7)],
    ]);
    expect(read).toEqual({ value: ['HELO', options], end: answer.length });
  });

  it('is waited for, however much of it is there', () => {
    for (let length = 0; length < answer.length; length++)
      expect(readPacked(answer.subarray(0, length))).toBeUndefined();
  });

  it('keeps bytes that are no text', () => {
    expect(readPacked(Buffer.of(0xc4, 2, 0xff, 0x00))?.value).toBe('\u00ff\u0000');
  });

  it.for([
    ['an extension', Buffer.of(0xd4, 0, 0)],
    ['what is nested too deep', Buffer.alloc(20, 0x91)],
  ] as const)('is an error where it is %s', ([, bytes]) => {
    expect(() => readPacked(bytes)).toThrow(/The answer is/);
  });
});
