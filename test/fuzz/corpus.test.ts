import { describe, expect, it } from 'vitest';
import { keptCorpus, readCorpus } from './corpus.ts';
import { Executor } from './executor.ts';
import { seedBytes } from './fuzz-target.ts';
import { loadTarget, targetNames } from './targets.ts';

/** Every input that ever reached something new, or broke something, is run again. How long it takes is not asked here. */
describe.for(targetNames)('%s', (name) => {
  it('holds for every input that the fuzzer kept', async () => {
    const target = await loadTarget(name);
    if (!target) throw new Error(`There is no target "${name}"`);
    const executor = new Executor({ ...target, maxMs: Infinity });
    const failures = await executor.runAll([...seedBytes(target), ...readCorpus(keptCorpus(name))]);
    expect([...failures].map(([input, failure]) => ({ input: Buffer.from(input).toString(), ...failure }))).toEqual([]);
  }, 120_000);
});
