import type { Coverage } from './coverage.ts';
import { Executor } from './executor.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { minimise } from './minimise.ts';

/** Reading the counters costs 2 ms, so an input is shortened by this many tries only. */
const maxTries = 150;

/**
 * The inputs of a corpus without which less would be reached, short ones first, each shortened as long as it reaches what it is kept
 * for. What the seeds reach needs no file.
 */
export async function distil(
  target: FuzzTarget,
  coverage: Coverage,
  seeds: readonly Uint8Array[],
  corpus: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const executor = new Executor(target);
  const reach = async (inputs: readonly Uint8Array[]) => {
    await executor.runAll(inputs);
    return coverage.read();
  };
  await reach(seeds);
  coverage.keep();
  const kept: Uint8Array[] = [];
  for (const input of corpus.toSorted((a, b) => a.length - b.length)) {
    const gain = await reach([input]);
    if (gain === 0) continue;
    const shortest = await minimise(input, async (candidate) => (await reach([candidate])) >= gain, maxTries);
    await reach([shortest]);
    coverage.keep();
    kept.push(shortest);
  }
  return kept;
}
