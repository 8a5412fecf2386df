import type { Oracle, OutputTally } from '../oracle.ts';

/** The conservation that every scenario ends with, as a report holds it. */
export interface Conservation {
  readonly issued: number;
  readonly acked: number;
  readonly corrupted: number;
  readonly spurious: number;
  readonly outputs: Readonly<Record<string, OutputTally>>;
}

export function conservation(oracle: Oracle, outputs: readonly string[]): Conservation {
  const { issued, acked, corrupted, spurious } = oracle;
  return {
    issued,
    acked,
    corrupted,
    spurious,
    outputs: Object.fromEntries(outputs.map((output) => [output, oracle.tally(output)])),
  };
}

export interface Allowance {
  /** Outputs with several requests at a time, or that gave up an alert for a while, keep no order. */
  readonly unordered?: readonly string[];
  /** By output; none unless stated. */
  readonly duplicates?: Readonly<Record<string, number>>;
}

/** What is broken of the promises that hold without a crash: everything arrives, as it was, once, in order. */
export function brokenConservation(found: Conservation, allowance: Allowance = {}): readonly string[] {
  const { acked, corrupted, spurious, outputs } = found;
  return [
    ...unless(acked > 0, 'no alert was acknowledged'),
    ...unless(corrupted === 0, `${corrupted} alerts arrived changed`),
    ...unless(spurious === 0, `${spurious} alerts arrived that nobody posted`),
    ...Object.entries(outputs).flatMap(([name, tally]) => brokenAt(name, tally, allowance)),
  ];
}

function brokenAt(
  name: string,
  { missing, duplicates, outOfOrder }: OutputTally,
  { unordered = [], duplicates: allowed = {} }: Allowance,
): readonly string[] {
  const isInOrder = outOfOrder === 0 || unordered.includes(name);
  return [
    ...unless(missing === 0, `${missing} acknowledged alerts never came to "${name}"`),
    ...unless(duplicates <= (allowed[name] ?? 0), `${duplicates} alerts came twice to "${name}"`),
    ...unless(isInOrder, `${outOfOrder} alerts came to "${name}" after later ones`),
  ];
}

/** One broken promise, unless it holds. */
export function unless(holds: boolean, broken: string): readonly string[] {
  return holds ? [] : [broken];
}

/** The answers to posted alerts that were no 200, where every one should be. */
export function brokenAnswers(statuses: Readonly<Record<string, number>>, unanswered: number): readonly string[] {
  const others = Object.entries(statuses).filter(([status]) => status !== '200');
  return [
    ...others.map(([status, count]) => `${count} requests were answered by ${status}`),
    ...unless(unanswered === 0, `${unanswered} requests were not answered`),
  ];
}
