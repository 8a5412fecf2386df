import { expect, it } from 'vitest';
import { ownDuration } from './own-duration.ts';

const time = ownDuration('A time.', '1s');

it.for([
  [undefined, 1000],
  ['0', 0],
  [0, 0],
  ['1h30m', 5_400_000],
  ['30d', 2_592_000_000],
] as const)('reads %s', ([text, ms]) => expect(time.parse(text)).toBe(ms));

it.for(['', '5', 30, '-1s', '1w'])('refuses %j', (text) => {
  expect(time.safeParse(text).error?.issues[0]?.message).toMatch(/a time with its unit/);
});
