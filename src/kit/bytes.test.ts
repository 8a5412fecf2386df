import { expect, it } from 'vitest';
import { parseBytes } from './bytes.ts';

it.for([
  ['100MiB', 104_857_600],
  ['5MB', 5_000_000],
  ['1.5 kB', 1500],
  ['10GiB', 10_737_418_240],
  ['1TiB', 1_099_511_627_776],
  ['1tb', 1e12],
  ['64b', 64],
  [' 5242880 ', 5_242_880],
  ['0', 0],
] as const)('reads %s as %d bytes', ([text, bytes]) => {
  expect(parseBytes(text)).toBe(bytes);
});

it.for(['', 'MB', '-1', '1 PB', '1e3', '1ib', '0x10', '1MB 2', '9'.repeat(400)])('%j is not a size', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});
