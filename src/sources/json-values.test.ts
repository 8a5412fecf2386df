import { expect, it } from 'vitest';
import { hasMoreValues } from './json-values.ts';

const counted = (json: string, maxValues: number) => hasMoreValues(Buffer.from(json), maxValues);

it.for([
  ['[1,2,3,4,5,6,7,8,9]', 10],
  ['[[],[],[ \n],[],[]]', 6],
  ['{"a":{"b":1,"c":2},"d":{}}', 5],
  ['[",,,,[[[{{{","\\",,,,,,,,"]', 3],
  ['["\\\\",1,2]', 4],
] as const)('counts the values of %s', ([json, values]) => {
  expect(counted(json.padEnd(200), values)).toBe(false);
  expect(counted(json.padEnd(200), values - 1)).toBe(true);
});

it('does not look into what is too short to have so many', () => {
  expect(counted(`[${'1,'.repeat(99)}1]`, 100)).toBe(true);
  expect(counted('[1]', 2)).toBe(false);
});
