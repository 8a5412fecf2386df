import { expect, it } from 'vitest';
import { LogHistory } from '../testing/log-history.ts';

/** `TIERCEL_STATES=1000000` tries more, `TIERCEL_SEED=17` one history alone. */
const wantedStates = Number(process.env['TIERCEL_STATES'] ?? 20_000);
const seedOnly = process.env['TIERCEL_SEED'];
const livesOfHistory = 6;

it('keeps every acknowledged alert, wherever in whatever history the power is cut', async () => {
  let [states, points, losses] = [0, 0, 0];
  let seed = Number(seedOnly ?? 1);
  for (; states < wantedStates; seed++) {
    const history = new LogHistory(seed);
    for (let life = 0; life < livesOfHistory; life++) await history.live();
    const report = history.report();
    expect(report.violations.slice(0, 10), `TIERCEL_SEED=${seed} repeats this history`).toEqual([]);
    states += report.states;
    points += report.points;
    losses += report.violations.length;
    if (seedOnly !== undefined) break;
  }
  console.log(`${states} states of the append log after power cuts at ${points} points: ${losses} losses`);
}, 600_000);
