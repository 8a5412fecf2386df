import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLength, compareBytes, fromByteString, toByteString } from '../byte-text.ts';
import { parseConstant } from './constants.ts';
import { compileGlob } from './glob.ts';
import { isInNetwork, networkConstant, parseIp } from './ip-address.ts';
import { compilePathPrefixes } from './path-prefixes.ts';

describe('bytes as text', () => {
  it('keeps every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const byteString = Buffer.from(bytes).toString('latin1');
        const text = fromByteString(byteString);
        expect(toByteString(text)).toBe(byteString);
        expect(byteLength(text)).toBe(bytes.length);
      }),
    );
  });

  it('leaves text that is Unicode alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromByteString(toByteString(text))).toBe(text);
      }),
    );
  });

  it('orders as strcmp does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(compareBytes(left, right)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
    expect(compareBytes('\uff21', '😀')).toBe(-1);
  });
});

describe('a glob', () => {
  it.for([
    ['*', '/a/.b', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*c*e', 'abcde', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a]', 'b', true],
    ['[]]', ']', true],
    ['[a-]', '-', true],
    ['[[:digit:]]', '7', true],
    ['[a', '[a', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a\\', 'a\\', false],
    ['[\\]]', ']', true],
    ['', '', true],
  ] as const)('%s on %s', ([pattern, text, isMatch]) => {
    expect(compileGlob(pattern)(text)).toBe(isMatch);
  });

  it('counts bytes, and ignores case where asked to', () => {
    expect(compileGlob('?')(toByteString('é'))).toBe(false);
    expect(compileGlob('??')(toByteString('é'))).toBe(true);
    expect(compileGlob('A[b]*', { ignoreCase: true })('aBx')).toBe(true);
  });

  it('is not brought down by stars', () => {
    expect(compileGlob(`${'*a'.repeat(50)}b`)('a'.repeat(5000))).toBe(false);
  });
});

describe('a path prefix', () => {
  it.for([
    [['/api/v1'], '/api/v1/x', true],
    [['/api/v1'], '/api/v1', true],
    [['/api/v1'], '/api/v', false],
    [['/api/v1'], '/api/v10', false],
    [['/api/*/x'], '/api/v1/x/y', true],
    [['/a?', '/b'], '/ab/c', true],
    [['/usr', '/usr/lib'], '/usr/bin', true],
    [['//a//b/'], '/a/b', true],
    [['/'], '/anything', true],
    [[''], 'x', true],
    [[], '/x', false],
    [['/a*/x', '/ab/y'], '/ab/x', true],
  ] as const)('%s on %s', ([paths, path, isMatch]) => {
    expect(compilePathPrefixes(paths)(path)).toBe(isMatch);
  });
});

describe('an address', () => {
  it.for([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.2/31', true],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['::1', '127.0.0.0/8', false],
    ['::ffff:10.0.0.1', '10.0.0.0/8', false],
  ] as const)('%s in %s', ([address, network, isInside]) => {
    expect(isInNetwork(parseIp(address) ?? new Uint8Array(), networkConstant(network))).toBe(isInside);
  });

  it.for(['1.2.3', '1.2.3.256', ':::', '1::2::3', '12345::', '1:2:3:4:5:6:7', 'x'])('%s is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it.for([
    ['10.0.0.0', 'unrecognized IP network 10.0.0.0'],
    ['10.0.0/8', 'unrecognized IP network 10.0.0/8'],
    ['10.0.0.0/33', 'invalid netmask 33'],
    ['::/129', 'invalid v6 netmask 129'],
    ['::1', 'invalid v6 netmask: ::1'],
    ['10.0.0.0/x', 'x is not a valid number'],
  ] as const)('%s is no network', ([text, message]) => {
    const expected = text === '10.0.0/8' ? 'unrecognized IP address 10.0.0/8' : message;
    expect(() => networkConstant(text)).toThrow(expected);
  });
});

describe('a constant', () => {
  it.for([
    ['UINT64', '18446744073709551615', 18446744073709551615n],
    ['UINT64', '18446744073709551616', 18446744073709551615n],
    ['UINT64', '-1', 18446744073709551615n],
    ['INT64', '-9223372036854775809', -9223372036854775808n],
    ['UINT8', '300', 44n],
    ['INT8', '200', -56n],
    ['UINT32', ' +7', 7n],
    ['PORT', 'https', 443n],
    ['PORT', '', 0n],
    ['BOOL', 'true', true],
    ['DOUBLE', '3', 3],
    ['CHARBUF', '0x10', '0x10'],
  ] as const)('%s %s', ([type, text, value]) => {
    expect(parseConstant(text, type)).toBe(value);
  });

  it.for([
    ['UINT64', '0x10', '0x10 is not a valid number'],
    ['DOUBLE', '1.5', '1.5 is not a valid number'],
    ['INT32', '', ' is not a valid number'],
    ['BOOL', '1', 'filter error: unrecognized boolean value 1'],
    ['PORT', 'nothing', 'unrecognized protocol nothing'],
    ['CHARBUF', 'a\0b', 'filter error: filter value cannot contain a NUL byte (\\x00)'],
  ] as const)('%s %s is none', ([type, text, message]) => {
    expect(() => parseConstant(text, type)).toThrow(message);
  });

  it('is no longer than the buffer that Falco has for it', () => {
    expect(parseConstant('é'.repeat(127), 'CHARBUF')).toHaveLength(127);
    const tooLong = 'é'.repeat(128);
    expect(() => parseConstant(tooLong, 'CHARBUF')).toThrow(
      `filter parameter too long (used=257, available=256):${tooLong}`,
    );
    expect(() => parseConstant(tooLong, 'BYTEBUF')).toThrow('filter parameter too long (byte buf)');
  });
});
