import { setTimeout } from 'node:timers/promises';
import type { Oracle } from '../oracle.ts';

const lookEveryMs = 200;
/** Longer than any pause that the scenarios allow between two attempts. */
const quietMs = 60_000;

/** Waits until everything has arrived, or nothing more for a minute: what is slow is not lost. */
export async function untilArrived(
  oracle: Oracle,
  outputs: readonly string[],
  isComplete: () => boolean = () => outputs.every((output) => hasAll(oracle, output)),
): Promise<void> {
  const arrived = () => outputs.reduce((sum, output) => sum + oracle.delivered(output), 0);
  let [before, changedAt] = [-1, performance.now()];
  while (performance.now() - changedAt < quietMs) {
    if (isComplete()) return;
    if (arrived() !== before) [before, changedAt] = [arrived(), performance.now()];
    await setTimeout(lookEveryMs);
  }
}

function hasAll(oracle: Oracle, output: string): boolean {
  return oracle.delivered(output) >= oracle.acked && oracle.missing(output).length === 0;
}
