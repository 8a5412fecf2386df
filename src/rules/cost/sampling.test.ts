import { describe, expect, it } from 'vitest';
import { Sampling } from './sampling.ts';

/** Which of so many events are measured, where each takes as long as said. */
function measured(events: number, evaluationMs: number, measuringMs: number) {
  const sampling = new Sampling();
  const found: number[] = [];
  let covered = 0;
  for (let event = 1; event <= events; event++) {
    if (!sampling.isNext()) continue;
    found.push(event);
    covered += sampling.stoodFor;
    expect(covered).toBe(event);
    sampling.measured(evaluationMs, measuringMs);
  }
  expect(covered + sampling.waiting).toBe(events);
  return found;
}

describe('sampling', () => {
  it.for([
    [2, 1],
    [0.002, 0.003],
    [1, 40],
  ] as const)('of evaluations of %f ms takes a hundredth of the time, when measuring takes %f ms', ([whole, one]) => {
    const events = 1_000_000;
    const share = (measured(events, whole, one).length * one) / (events * whole);
    expect(share).toBeGreaterThan(0.008);
    expect(share).toBeLessThan(0.011);
  });

  it('takes events at different distances', () => {
    const found = measured(100_000, 1, 1);
    const distances = new Set(found.map((event, index) => event - (found[index - 1] ?? 0)));
    expect(distances.size).toBeGreaterThan(50);
  });

  it('soon has a first one, and goes on where nothing takes any time', () => {
    expect(measured(100, 1, 1)[0]).toBeLessThanOrEqual(50);
    expect(measured(1_000_000, 0, 0).length).toBeGreaterThan(3);
  });
});
