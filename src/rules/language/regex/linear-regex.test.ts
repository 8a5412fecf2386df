import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearRegex } from './linear-regex.ts';

describe('a regular expression', () => {
  it.for([
    ['abc', 'abc', true],
    ['abc', 'xabc', false],
    ['abc', 'abcx', false],
    ['a|bc', 'bc', true],
    ['a|bc', 'ac', false],
    ['', '', true],
    ['()', '', true],
    ['a||b', '', true],
    ['a*', 'aaaa', true],
    ['a+', '', false],
    ['a?b', 'b', true],
    ['a**', 'aa', true],
    ['a{2}', 'aa', true],
    ['a{2}', 'aaa', false],
    ['a{2,}', 'aaaaa', true],
    ['a{2,3}', 'aaaa', false],
    ['a{0}b', 'b', true],
    ['a{,2}', 'a{,2}', true],
    ['a{x', 'a{x', true],
    ['(a|b)+c', 'abbac', true],
    ['(a*)*', 'aaa', true],
    ['[a-c]x[^a-c]', 'bxd', true],
    ['[^a]', '\n', true],
    ['[]a]+', ']a', true],
    ['[a-]', '-', true],
    ['[-a]', '-', true],
    ['[\\]]', ']', true],
    ['[[:digit:][:space:]]+', '1 2', true],
    ['[[:^digit:]]', '1', false],
    ['[[:alpha:]_]+', 'a_Z', true],
    ['.', '\n', false],
    ['.', 'é', true],
    ['.', '😀', true],
    ['[à-ü]', 'é', true],
    ['.', '\udc80', true],
    ['\\.\\*\\x41\\x{1F600}\\101\\n', '.*A😀A\n', true],
    ['^a$', 'a', true],
    ['a$\n^b', 'a\nb', true],
    ['a^b', 'ab', false],
  ] as const)('%s on %s', ([pattern, text, isMatch]) => {
    expect(new LinearRegex(pattern).matches(text)).toBe(isMatch);
  });

  it.for([
    ['\\d', 'invalid escape sequence: \\d'],
    ['\\1', 'invalid escape sequence: \\1'],
    ['[\\w]', 'invalid escape sequence: \\w'],
    ['(?i)a', 'no argument for repetition operator: ?'],
    ['*a', 'no argument for repetition operator: *'],
    ['a|+', 'no argument for repetition operator: +'],
    ['(a', 'missing ): (a'],
    ['a)', 'unexpected ): a)'],
    ['[a', 'missing ]: [a'],
    ['[a-', 'invalid character class range: -'],
    ['[z-a]', 'invalid character class range: z-a'],
    ['[a-b-c]', 'invalid character class range: -c'],
    ['[[:foo:]]', 'invalid character class range: [:foo:]'],
    ['a{2,1}', 'invalid repetition size: {2,1}'],
    ['a{1001}', 'invalid repetition size: {1001}'],
    ['(a{100}){100}', 'invalid repetition size: {100}'],
    ['a\\', 'trailing \\'],
    ['((a{10}|b{10}){10}|c{10}){10}', undefined],
  ] as const)('%s is refused', ([pattern, message]) => {
    if (message === undefined) expect(new LinearRegex(pattern).matches('c'.repeat(100))).toBe(true);
    else expect(() => new LinearRegex(pattern)).toThrow(message);
  });

  it('agrees with the engine of JavaScript where both say the same', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      'a*',
      'b+',
      'a?',
      '(a|b)',
      '(ab)*',
      'a{1,2}',
      '(b|)',
      'é',
    );
    const pattern = fc.array(fc.oneof(atom, fc.constant('|')), { maxLength: 8 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', 'é', '\n', 'c'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        expect(new LinearRegex(source).matches(subject)).toBe(new RegExp(`^(?:${source})$`, 'u').test(subject));
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to the text, whatever the pattern', () => {
    const text = 'a'.repeat(100_000);
    for (const pattern of ['(a|aa)+b', '(a+a+)+b', '(a*)*b', '(.*.*.*)x', '([ab]*a[ab]{12})*c']) {
      expect(new LinearRegex(pattern).matches(text)).toBe(false);
    }
  });

  it('forgets states rather than keep too many', () => {
    const regex = new LinearRegex('[ab]*a[ab]{14}');
    const words = Array.from({ length: 40_000 }, (_, index) => (((index * 7919) >> 5) % 2 === 0 ? 'a' : 'b')).join('');
    expect(regex.matches(`${words}a${'b'.repeat(14)}`)).toBe(true);
  });
});
