import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Executor } from './executor.ts';
import { seedBytes, type FuzzTarget } from './fuzz-target.ts';
import { loadTarget, targetNames } from './targets.ts';

/** `TIERCEL_SEED=17 vitest run test/fuzz` repeats a run; without it, each run tries others. */
const seed = process.env['TIERCEL_SEED'];
const defaultRuns = 300;
const maxMs = 20_000;

describe.for(targetNames)('%s', (name) => {
  it('holds whatever the input', async () => {
    const target = await loadTarget(name);
    if (!target) throw new Error(`There is no target "${name}"`);
    const executor = new Executor({ ...target, maxMs: Infinity });
    await fc.assert(
      fc.asyncProperty(inputsFor(target), async (input) => {
        expect(await executor.run(input)).toBeUndefined();
      }),
      {
        numRuns: target.propertyRuns ?? defaultRuns,
        // Also ends the search for a shorter input that fails.
        interruptAfterTimeLimit: maxMs,
        ...(seed !== undefined && { seed: Number(seed) }),
      },
    );
  }, 120_000);
});

/** A seed with pieces of the language, text and bytes put in, so that most inputs are nearly right. */
function inputsFor(target: FuzzTarget): fc.Arbitrary<Uint8Array> {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const json = fc.json({ maxDepth: 3 });
  const pieces = [text, json, fc.constantFrom('', ...target.dictionary)].map((piece) =>
    piece.map((it) => Buffer.from(it)),
  );
  const piece = fc.oneof(...pieces, fc.uint8Array({ maxLength: 12 }));
  const edit = fc.record({ at: fc.nat(10_000), cut: fc.nat(12), put: piece });
  return fc
    .tuple(fc.constantFrom(...seedBytes(target)), fc.array(edit, { maxLength: 8 }))
    .map(([start, edits]) => edits.reduce(edited, start).subarray(0, target.maxBytes ?? 4096));
}

function edited(input: Uint8Array, { at, cut, put }: { at: number; cut: number; put: Uint8Array }): Uint8Array {
  const start = at % (input.length + 1);
  return Buffer.concat([input.subarray(0, start), put, input.subarray(start + cut)]);
}
