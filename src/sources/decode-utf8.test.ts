import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8 } from './decode-utf8.ts';

const mark = '\ufffd';

it.for([
  ['a lone continuation', [0x80], mark],
  ['an overlong slash', [0xc0, 0xaf], mark.repeat(2)],
  ['an overlong form of three bytes', [0xe0, 0x80, 0xaf], mark.repeat(3)],
  ['a surrogate', [0xed, 0xa0, 0x80], mark.repeat(3)],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], mark.repeat(4)],
  ['a cut character', [0xe2, 0x82], mark.repeat(2)],
  ['a cut character before another', [0xf0, 0x9f, 0x98, 0x41], `${mark.repeat(3)}A`],
  ['U+FFFD itself', [0xef, 0xbf, 0xbd], mark],
  ['the last character there is', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
] as const)('reads %s as Go does', ([, bytes, text]) => {
  expect(decodeUtf8(Buffer.from(bytes))).toBe(text);
});

it('reads every valid text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = Buffer.from(`${text}${mark}`);
      expect(decodeUtf8(bytes)).toBe(bytes.toString('utf8'));
    }),
  );
});

it('keeps what is valid between what is not', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const bytes = Buffer.concat(texts.flatMap((text) => [Buffer.from(text), Buffer.from([0xff])]));
      expect(decodeUtf8(bytes)).toBe(texts.map((text) => text + mark).join(''));
    }),
  );
});
