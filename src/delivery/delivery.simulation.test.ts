import { expect, it } from 'vitest';
import { simulate } from './testing/simulation.ts';

/** `TIERCEL_SEED=17 vitest run src/delivery/delivery.simulation.test.ts` repeats one run. */
const seed = process.env['TIERCEL_SEED'];
const seeds = seed === undefined ? Array.from({ length: 40 }, (_, index) => index + 1) : [Number(seed)];

it.for(seeds)('settles every alert exactly once, in order, whatever happens: seed %i', async (number) => {
  const { violations } = await simulate(number);
  expect(violations, `TIERCEL_SEED=${number} repeats this run`).toEqual([]);
});
