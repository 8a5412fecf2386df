import { rowWithout, type Row } from './row.ts';

/** Goals that are shown elsewhere, or come with what they measure. */
export const placesKept: readonly Row[] = [
  rowWithout('G6', 'durability', 'counted by test/faults', 'place kept'),
  rowWithout('G7', 'duplicates', 'counted by test/faults', 'place kept'),
  rowWithout('G19', 'takeover between replicas', 'comes with several replicas', 'place kept'),
  rowWithout('G21', 'fuzzing', 'counted by the fuzzer', 'place kept'),
  rowWithout('G22', 'weight of the console', 'counted by test/console/budget.test.ts', 'place kept'),
  rowWithout('G23', 'accessibility', 'comes with the console', 'place kept'),
];
