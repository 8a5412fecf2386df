import { describe, expect, it } from 'vitest';
import { scenarios } from './scenarios.ts';

const seed = 20_261_124;
const timeoutMs = 600_000;

describe('what is promised holds', () => {
  it.for(scenarios)('$about', { timeout: timeoutMs }, async (scenario, test) => {
    const obstacle = scenario.obstacle?.();
    if (obstacle !== undefined) {
      console.warn(`${scenario.name}: skipped, ${obstacle}`);
      test.skip(obstacle);
    }
    const report = await scenario.run(scenario.ci, seed, () => {});
    console.log(scenario.name, JSON.stringify(report));
    expect(scenario.verdict(report)).toEqual([]);
  });
});
