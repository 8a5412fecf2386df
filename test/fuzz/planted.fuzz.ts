import type { FuzzTarget } from './fuzz-target.ts';

/** A bug behind five conditions, which chance alone would need 10¹² executions for: shows that coverage guides the fuzzer. */
export const target: FuzzTarget = {
  name: 'planted',
  about: 'a bug planted behind five conditions, to see the fuzzer find it',
  covers: ['test/fuzz/planted.fuzz.ts'],
  dictionary: [],
  seeds: () => ['aaaaaaaaaa'],
  run: ([first, second, third, fourth, fifth]) => {
    if (first !== 0x66) return;
    if (second !== 0x61) return;
    if (third !== 0x6c) return;
    if (fourth !== 0x63) return;
    if (fifth !== 0x6f) return;
    throw new Error('The planted bug');
  },
};
