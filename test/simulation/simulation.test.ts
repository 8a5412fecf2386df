import { expect, it } from 'vitest';
import { runCases } from './cases.ts';
import { Simulation } from './simulation.ts';

/** `TIERCEL_SEED=17` tries one seed alone, `TIERCEL_STATES=100000` more power cuts. */
const seedOnly = process.env['TIERCEL_SEED'];
const firstSeed = Number(seedOnly ?? 1);
const minutesMs = 60_000;

it(
  'keeps all promises, whatever happens to disk, database, process and outputs',
  async () => {
    const report = await runCases({
      firstSeed,
      cases: seedOnly === undefined ? Number.POSITIVE_INFINITY : 1,
      steps: 100_000,
      run: (seed) => new Simulation(seed).run(),
      onCase: ({ seed, violations, events }) =>
        expect(violations, `npm run simulate -- --seed ${seed} --cases 1\n${events.join('\n')}\n`).toEqual([]),
    });
    console.log(`${report.steps} steps of the simulation, ${report.crashes} crashes, ${report.repeated} repeats`);
  },
  10 * minutesMs,
);

it('does the same for the same seed', async () => {
  const [first, second] = [await new Simulation(firstSeed).run(1000), await new Simulation(firstSeed).run(1000)];
  expect(second).toEqual(first);
});

it(
  'opens a whole journal after a power cut at every step',
  async () => {
    const wantedStates = Number(process.env['TIERCEL_STATES'] ?? 2000);
    let states = 0;
    for (let seed = firstSeed; states < wantedStates; seed++) {
      const { violations, events, steps } = await new Simulation(seed).tryPowerCuts(250, 2);
      expect(violations, `TIERCEL_SEED=${seed} repeats this\n${events.join('\n')}\n`).toEqual([]);
      states += 2 * steps;
    }
    console.log(`${states} states of the whole journal after power cuts`);
  },
  60 * minutesMs,
);
