import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lanes, type Lane } from '#alert/lane.ts';
import type { Journal } from '../journal.ts';
import { death, delivered, setAside } from './records.ts';
import { seqsOf } from './contract-test.ts';
import { JournalModel, type ModelOutput, type Settled } from './journal-model.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { sampleAlerts } from './sample-alerts.ts';
import { TestClock } from './test-clock.ts';

const outputs = ['a', 'b', 'c'] as const;
const settledStates = ['delivered', 'suppressed', 'aside', 'dead'] as const satisfies readonly Settled[];

type Step =
  | { readonly kind: 'append'; readonly lane: Lane; readonly count: number }
  | { readonly kind: 'open' | 'retire' | 'redrive' | 'drop'; readonly output: (typeof outputs)[number] }
  | { readonly kind: 'settle'; readonly output: (typeof outputs)[number]; readonly lane: Lane; readonly choice: Choice }
  | { readonly kind: 'prune'; readonly maxAlerts: number }
  | { readonly kind: 'reopen' };

/** Which of the alerts at hand are settled, and how; taken in turns. */
type Choice = readonly (Settled | undefined)[];

const output = fc.constantFrom(...outputs);
const lane = fc.constantFrom(...lanes);
const fate = fc.option(fc.constantFrom(...settledStates), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append'), lane, count: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('settle'), output, lane, choice: fc.array(fate, { maxLength: 8 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('open', 'retire', 'redrive', 'drop'), output }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune'), maxAlerts: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen') }) },
);

/** received = delivered + owed + dead + suppressed, whatever happens, in whatever order, all at the same time. */
export function describeConservation(createStore: CreateStore): void {
  describe('conservation', () => {
    test('every alert is accounted for, as in a model, after any history', async () => {
      expect.hasAssertions();
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
          const store = await createStore();
          try {
            await run(steps, () => store.open(new TestClock(startMs)), store.isLasting);
          } finally {
            await store.destroy();
          }
        }),
        { numRuns: 10 },
      );
    }, 120_000);
  });
}

async function run(steps: readonly Step[], open: () => Promise<Journal>, isLasting: boolean): Promise<void> {
  const model = new JournalModel();
  let journal = await open();
  let running: Promise<unknown>[] = [];
  for (const each of [{ kind: 'open', output: 'a' } as const, ...steps]) {
    if (each.kind !== 'prune' && each.kind !== 'reopen') {
      running.push(begin(journal, model, each));
      continue;
    }
    await Promise.all(running);
    running = [];
    await compare(journal, model);
    if (each.kind === 'prune') await prune(journal, model, each.maxAlerts);
    else if (isLasting) {
      await journal.close();
      journal = await open();
    }
    await compare(journal, model);
  }
  await Promise.all(running);
  await compare(journal, model);
  await journal.close();
}

/** Starts a call without waiting for it, as concurrent callers do. The model is ahead of the journal meanwhile. */
function begin(
  journal: Journal,
  model: JournalModel,
  step: Exclude<Step, { kind: 'prune' | 'reopen' }>,
): Promise<unknown> {
  if (step.kind === 'append') {
    for (let count = 0; count < step.count; count++) model.append(step.lane);
    return journal.append(sampleAlerts(step.count, { priority: step.lane === 'urgent' ? 'Alert' : 'Notice' }));
  }
  if (step.kind === 'open') {
    model.open(step.output);
    return journal.openOutput(step.output);
  }
  const state = model.outputs.get(step.output);
  if (!state) return Promise.resolve();
  switch (step.kind) {
    case 'retire':
      state.isRetired = true;
      return journal.retireOutput(step.output);
    case 'redrive':
      if (!state.isRetired) move(state, 'dead', 'aside');
      return journal.redrive({ output: step.output });
    case 'drop':
      move(state, 'dead', 'suppressed');
      return journal.drop({ output: step.output }, 'dropped');
    case 'settle':
      return settle(journal, model, state, step);
  }
}

function move(output: ModelOutput, from: 'dead', to: 'aside' | 'suppressed'): void {
  for (const [seq, state] of output.states) if (state === from) output.states.set(seq, to);
}

function settle(journal: Journal, model: JournalModel, output: ModelOutput, step: Extract<Step, { kind: 'settle' }>) {
  const owed = model.inState(output, step.lane, ['waiting', 'aside']);
  const fates = new Map(
    owed.flatMap((seq, index) => {
      const chosen = step.choice[index];
      return chosen ? [[seq, chosen] as const] : [];
    }),
  );
  const again = model.inState(output, step.lane, ['delivered', 'suppressed']).slice(0, 2);
  const cursor = model.settle(output, step.lane, fates);
  const chosen = (wanted: Settled) => [...fates].flatMap(([seq, each]) => (each === wanted ? [seq] : []));
  return journal.settle({
    output: step.output,
    lane: step.lane,
    cursor,
    delivered: [delivered(...chosen('delivered'), ...again)],
    suppressed: [{ seqs: chosen('suppressed'), atMs: 1, reason: 'why' }],
    setAside: chosen('aside').map((seq) => setAside(seq)),
    dead: [...chosen('dead'), ...again].map(death),
  });
}

async function prune(journal: Journal, model: JournalModel, maxAlerts: number): Promise<void> {
  expect(await journal.prune({ maxAlerts })).toEqual(model.prune(maxAlerts));
}

async function compare(journal: Journal, model: JournalModel): Promise<void> {
  const ledger = await journal.ledger();
  expect(ledger).toMatchObject(model.ledger());
  expect(ledger).toHaveLength(model.ledger().length);
  expect((await journal.stats()).alerts).toBe(model.kept.size);
  for (const row of ledger) {
    const state = model.outputs.get(row.output);
    if (!state) throw new Error(`The model does not know ${row.output}`);
    const { cursors, owed } = await journal.openOutput(row.output);
    const due = await journal.due(row.output, Infinity, 1000);
    expect(owed.urgent + owed.normal + due.length, 'owed, counted one by one').toBe(row.owed);
    expect(cursors).toEqual(state.cursors);
    expect(await journal.deadLetters({ output: row.output, limit: 1000 })).toHaveLength(row.dead);
  }
  for (const lane of lanes) {
    const kept = [...model.kept].flatMap(([seq, each]) => (each === lane ? [seq] : []));
    expect(seqsOf(await journal.read(lane, 0, 1000))).toEqual(kept);
  }
}
