import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  double,
  doubles,
  fixed64,
  fixed64s,
  flag,
  identifier,
  integer,
  message,
  messages,
  text,
  toBytes,
  toJson,
  type Field,
} from './protobuf.ts';
import { readProtobuf } from './protobuf-reader.ts';

const nested = [text('name', 1, 'a')];

/** The first four are those of https://protobuf.dev/programming-guides/encoding/. */
const vectors: readonly (readonly [bytes: string, field: Field, json: unknown])[] = [
  ['08 96 01', count('a', 1, 150), 150],
  ['12 07 74 65 73 74 69 6e 67', text('a', 2, 'testing'), 'testing'],
  ['08 fe ff ff ff ff ff ff ff ff 01', integer('a', 1, -2n), '-2'],
  ['1a 03 08 96 01', message('a', 3, [count('b', 1, 150)]), { b: 150 }],
  ['82 01 01 61', text('a', 16, 'a'), 'a'],
  ['08 01', flag('a', 1, true), true],
  ['08 ff ff ff ff 0f', count('a', 1, 2 ** 32 - 1), 2 ** 32 - 1],
  ['08 ff ff ff ff ff ff ff ff 7f', integer('a', 1, 2n ** 63n - 1n), '9223372036854775807'],
  ['09 ff ff ff ff ff ff ff ff', fixed64('a', 1, 2n ** 64n - 1n), '18446744073709551615'],
  ['09 00 00 00 00 00 00 f8 3f', double('a', 1, 1.5), 1.5],
  ['0a 10 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00', fixed64s('a', 1, [1n, 2n]), ['1', '2']],
  ['0a 08 00 00 00 00 00 00 f8 3f', doubles('a', 1, [1.5]), [1.5]],
  ['0a 02 00 ff', identifier('a', 1, Buffer.from([0, 255])), '00ff'],
  ['0a 03 0a 01 61 0a 03 0a 01 61', messages('a', 1, [nested, nested]), [{ name: 'a' }, { name: 'a' }]],
  ['0a 03 ef bf bd', text('a', 1, '\ud800'), '\ufffd'],
];

it.for(vectors)('writes %s', ([bytes, field, json]) => {
  expect(Buffer.from(toBytes([field])).toString('hex')).toBe(bytes.replaceAll(' ', ''));
  expect(toJson([field])).toEqual({ a: json });
});

describe('a message that is read', () => {
  it('has what was written', () => {
    const bytes = toBytes([
      text('a', 1, 'x'.repeat(300)),
      double('b', 2, 1),
      integer('c', 3, 2n ** 40n),
      messages('d', 4, [nested, nested]),
      integer('e', 3, 7n),
    ]);
    const read = readProtobuf(bytes);
    expect(Buffer.from(read.content(1)).toString()).toBe('x'.repeat(300));
    expect(read.varint(3)).toBe(7n);
    expect(read.contents(4)).toHaveLength(2);
    expect([read.varint(1), read.varint(9), read.content(3).length]).toEqual([0n, 0n, 0]);
  });

  it('has what there is of one that breaks off', () => {
    const bytes = toBytes([text('a', 1, 'abc'), integer('b', 2, 300n), text('c', 3, 'abc')]);
    for (let length = 0; length < bytes.length; length++) {
      const read = readProtobuf(bytes.subarray(0, length));
      expect(['', 'abc']).toContain(Buffer.from(read.content(1)).toString());
      expect(read.content(3)).toHaveLength(0);
    }
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readProtobuf(bytes);
        for (let number = 0; number < 32; number++) {
          expect(read.content(number).length).toBeLessThan(bytes.length + 1);
          expect(typeof read.varint(number)).toBe('bigint');
        }
      }),
    );
  });
});
