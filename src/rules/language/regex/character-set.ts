/** Code points from the first to the last, both included. */
export type CharacterRange = readonly [first: number, last: number];

/** Ranges in order that neither overlap nor touch. */
export type CharacterSet = readonly CharacterRange[];

export const lastCodePoint = 0x10ffff;
export const newline = 0x0a;

/** What `.` matches: all but the end of a line. */
export const anyButNewline: CharacterSet = [
  [0, newline - 1],
  [newline + 1, lastCodePoint],
];

/** The names that may stand in `[[:…:]]`. */
export const posixClasses: Readonly<Record<string, CharacterSet>> = {
  alnum: ranges('09', 'AZ', 'az'),
  alpha: ranges('AZ', 'az'),
  ascii: [[0, 0x7f]],
  blank: ranges('\t\t', '  '),
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: ranges('09'),
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/', ':@', '[`', '{~'),
  space: ranges('\t\r', '  '),
  upper: ranges('AZ'),
  word: ranges('09', 'AZ', '__', 'az'),
  xdigit: ranges('09', 'AF', 'af'),
};

export function normalize(set: readonly CharacterRange[]): CharacterSet {
  const merged: [number, number][] = [];
  for (const [first, last] of set.toSorted((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function negate(set: readonly CharacterRange[]): CharacterSet {
  const inverse: CharacterRange[] = [];
  let next = 0;
  for (const [first, last] of normalize(set)) {
    if (first > next) inverse.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) inverse.push([next, lastCodePoint]);
  return inverse;
}

function ranges(...pairs: readonly string[]): CharacterSet {
  return pairs.map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]);
}
