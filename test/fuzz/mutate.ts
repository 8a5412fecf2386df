import type { Random } from '../../src/app/demo-alerts.ts';

/** What a mutation may draw on. */
export interface MutationMaterial {
  readonly random: Random;
  readonly dictionary: readonly Uint8Array[];
  /** Another input of the corpus, to take a part from. */
  readonly other: Uint8Array;
  readonly maxBytes: number;
}

type Mutation = (input: Uint8Array, material: MutationMaterial) => Uint8Array;

/** Bytes that end, escape, quote or cut something in most languages, or lie at a limit. */
const telling = Buffer.from('\0\t\n\r "\'\\{}[]()<>,:;.+-*/$%&#=|0159aezAEZ_`\x7f\x80\xbf\xc0\xff', 'latin1');
const numbers = [
  '0 -0 -1 1.0 1e400 -1e-400 0x10 9007199254740993 9223372036854775807 18446744073709551616 1507591916746609046',
  '2147483648 4294967296 0.1 .5 1. 1_000 00 1e 65536 100000000000000000000000 NaN Infinity',
].flatMap((line) => line.split(' ').map((text) => Buffer.from(text)));
/** Cut characters, overlong ones, surrogates, beyond U+10FFFF, byte order mark, line separators, right to left, none. */
const damagedText =
  'c3,e282,f09f98,c080,eda080,f4908080,efbbbf,e280a8,e280ae,c280,f09f9880,efbfbd,cc88,efbfbf,5c7564383030,5c7530303030'
    .split(',')
    .map((hex) => Buffer.from(hex, 'hex'));
/** What is wrapped stands in the place of `|`. */
const brackets = ['{|}', '[|]', '(|)', '"|"', '{"a":|}', '{{|}}', '[1,|]', '${|}', '- |'].map(parts);

/** Changes an input in one to eight ways, mostly few. */
export function mutate(input: Uint8Array, material: MutationMaterial): Uint8Array {
  const { random, maxBytes } = material;
  let changed = input;
  const count = 1 + Math.floor(random() ** 3 * 8);
  for (let done = 0; done < count; done++) changed = pick(mutations, random)(changed, material);
  return changed.length > maxBytes ? changed.subarray(0, maxBytes) : changed;
}

const mutations: readonly Mutation[] = [
  // A bit.
  (input, { random }) => withByte(input, random, (byte) => byte ^ (1 << below(8, random))),
  // A byte, any or a telling one.
  (input, { random }) => withByte(input, random, () => below(256, random)),
  (input, { random }) => withByte(input, random, () => pick(telling, random)),
  (input, { random }) => withByte(input, random, (byte) => byte + below(3, random) - 1),
  // Something put in.
  (input, { random }) => insert(input, random, Uint8Array.of(pick(telling, random))),
  (input, { random, dictionary }) => (dictionary.length > 0 ? insert(input, random, pick(dictionary, random)) : input),
  (input, { random }) => insert(input, random, pick(damagedText, random)),
  (input, { random }) => insert(input, random, pick(numbers, random)),
  // Something taken out, doubled, moved or put in the place of something else.
  (input, { random }) => splice(input, range(input, random), none),
  (input, { random }) => insert(input, random, cutOut(input, range(input, random))),
  (input, { random, maxBytes }) => repeat(input, random, maxBytes),
  (input, { random }) => splice(input, range(input, random), cutOut(input, range(input, random))),
  (input, { random, dictionary }) =>
    dictionary.length > 0 ? splice(input, range(input, random), pick(dictionary, random)) : input,
  (input, { random }) => replaceNumber(input, random),
  // Nested deeper.
  (input, { random }) => wrap(input, range(input, random), pick(brackets, random)),
  // A part of another input, or the end of one.
  (input, { random, other }) => insert(input, random, cutOut(other, range(other, random))),
  (input, { random, other }) => splice(input, range(input, random), cutOut(other, range(other, random))),
  (input, { random, other }) =>
    Buffer.concat([
      input.subarray(0, below(input.length + 1, random)),
      other.subarray(below(other.length + 1, random)),
    ]),
  // The end cut off.
  (input, { random }) => input.subarray(0, below(input.length + 1, random)),
];

interface Range {
  readonly start: number;
  readonly end: number;
}

const none = new Uint8Array();

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function pick<Item>(items: ArrayLike<Item>, random: Random): Item {
  const item = items[below(items.length, random)];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
}

/** Mostly short, at times up to all. */
function range(input: Uint8Array, random: Random): Range {
  const start = below(input.length + 1, random);
  const longest = random() < 0.8 ? Math.min(16, input.length - start) : input.length - start;
  return { start, end: start + below(longest + 1, random) };
}

function cutOut(input: Uint8Array, { start, end }: Range): Uint8Array {
  return input.subarray(start, end);
}

function splice(input: Uint8Array, { start, end }: Range, put: Uint8Array): Uint8Array {
  const result = new Uint8Array(input.length - (end - start) + put.length);
  result.set(input.subarray(0, start));
  result.set(put, start);
  result.set(input.subarray(end), start + put.length);
  return result;
}

function insert(input: Uint8Array, random: Random, put: Uint8Array): Uint8Array {
  const start = below(input.length + 1, random);
  return splice(input, { start, end: start }, put);
}

function withByte(input: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  if (input.length === 0) return input;
  const changed = Uint8Array.from(input);
  const at = below(input.length, random);
  changed[at] = change(changed[at] ?? 0);
  return changed;
}

function repeat(input: Uint8Array, random: Random, maxBytes: number): Uint8Array {
  const chosen = range(input, random);
  const part = cutOut(input, chosen);
  const times = Math.min(1 + below(64, random), Math.floor(maxBytes / Math.max(1, part.length)));
  return splice(input, chosen, Buffer.concat(Array.from({ length: times }, () => part)));
}

function replaceNumber(input: Uint8Array, random: Random): Uint8Array {
  const found = [
    ...Buffer.from(input)
      .toString('latin1')
      .matchAll(/-?\d[\d.eE+-]*/g),
  ];
  if (found.length === 0) return input;
  const { index, 0: text } = pick(found, random);
  return splice(input, { start: index, end: index + text.length }, pick(numbers, random));
}

function wrap(input: Uint8Array, { start, end }: Range, [before, after]: readonly [Uint8Array, Uint8Array]) {
  return Buffer.concat([input.subarray(0, start), before, input.subarray(start, end), after, input.subarray(end)]);
}

function parts(pair: string): readonly [Uint8Array, Uint8Array] {
  const [before = '', after = ''] = pair.split('|');
  return [Buffer.from(before), Buffer.from(after)];
}
