import type { FieldValue } from '../../fields/field.ts';
import type { NecessaryValues } from './necessary-values.ts';

/** Reads a slot of the event at hand. */
export type SlotReader = (slot: number) => readonly FieldValue[] | undefined;

/** The rules that can match the event at hand at all, in their order. */
export type CandidateIndex = (read: SlotReader) => readonly number[];

const maxSlots = 4;

/** A slot that rules out fewer rules than this costs more to read than it saves. */
const minGain = 0.3;

/** Combinations of values are told apart by a number, which has to stay exact. */
const maxCombinations = 2 ** 50;

/** Lists are made when first needed; with this many at hand all are made anew. */
const maxLists = 10_000;

/** A slot by which rules are told apart, and a number for each value that some rule asks for. */
interface Discriminator {
  readonly slot: number;
  readonly numbers: ReadonlyMap<FieldValue, number>;
}

const anyValue: NecessaryValues = new Map();

/** @param needs of each rule, in the order of the rules */
export function createCandidateIndex(needs: readonly NecessaryValues[]): CandidateIndex {
  const discriminators = chooseDiscriminators(needs);
  const lists = new Map<number, readonly number[]>();
  return (read) => {
    let key = 0;
    for (const { slot, numbers } of discriminators) {
      const value = read(slot)?.[0];
      // Values that no rule asks for are as good as none: all of them are number 0.
      key = key * (numbers.size + 1) + (value === undefined ? 0 : (numbers.get(value) ?? 0));
    }
    const list = lists.get(key);
    if (list !== undefined) return list;
    if (lists.size >= maxLists) lists.clear();
    const made = select(needs, discriminators, read);
    lists.set(key, made);
    return made;
  };
}

/** Takes the slot that rules out most of what the slots before it let pass, if every value came up as often. */
function chooseDiscriminators(needs: readonly NecessaryValues[]): readonly Discriminator[] {
  const numbersOf = numberValues(needs);
  const passing = needs.map(() => 1);
  const chosen: Discriminator[] = [];
  let combinations = 1;
  while (chosen.length < maxSlots) {
    const gains = new Map<number, number>();
    for (const [rule, need] of needs.entries()) {
      for (const [slot, values] of need) {
        const gain = (passing[rule] ?? 0) * (1 - share(values, numbersOf.get(slot)));
        gains.set(slot, (gains.get(slot) ?? 0) + gain);
      }
    }
    const [best, gain] = [...gains].reduce((left, right) => (right[1] > left[1] ? right : left), [-1, 0]);
    const numbers = numbersOf.get(best);
    if (numbers === undefined || gain < minGain) break;
    combinations *= numbers.size + 1;
    if (combinations > maxCombinations) break;
    chosen.push({ slot: best, numbers });
    for (const [rule, need] of needs.entries()) {
      const values = need.get(best);
      if (values !== undefined) passing[rule] = (passing[rule] ?? 0) * share(values, numbers);
    }
  }
  return chosen;
}

function share(values: ReadonlySet<string>, numbers: ReadonlyMap<FieldValue, number> | undefined): number {
  return values.size / ((numbers?.size ?? 0) + 1);
}

function numberValues(needs: readonly NecessaryValues[]): ReadonlyMap<number, ReadonlyMap<FieldValue, number>> {
  const numbersOf = new Map<number, Map<FieldValue, number>>();
  for (const need of needs) {
    for (const [slot, values] of need) {
      const numbers = numbersOf.get(slot) ?? new Map<FieldValue, number>();
      numbersOf.set(slot, numbers);
      for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size + 1);
    }
  }
  return numbersOf;
}

function select(
  needs: readonly NecessaryValues[],
  discriminators: readonly Discriminator[],
  read: SlotReader,
): readonly number[] {
  const isPossible = (need: NecessaryValues): boolean =>
    discriminators.every(({ slot }) => {
      const needed = need.get(slot);
      const value = read(slot)?.[0];
      return needed === undefined || (typeof value === 'string' && needed.has(value));
    });
  return [...needs.keys()].filter((rule) => isPossible(needs[rule] ?? anyValue));
}
