import { argumentsOf, codeOf, type Statement } from './cpp-tests.ts';
import type { Token } from './cpp-tokens.ts';

/** What a statement of a test calls: `ASSERT_EQ(a, b) << c` is `ASSERT_EQ` of `a` and `b`. */
export interface Call {
  readonly name: string;
  readonly arguments: readonly (readonly Token[])[];
  /** As it is written, without blanks. */
  readonly code: string;
}

export function callOf(statement: Statement): Call | undefined {
  const [name, parenthesis] = statement;
  if (name?.kind !== 'code' || !/^\w+$/.test(name.value) || parenthesis?.value !== '(') return undefined;
  return { name: name.value, arguments: argumentsOf(statement.slice(1)), code: codeOf(statement) };
}

/** The call that an argument consists of. */
export function innerCall(call: Call, place = 0): Call | undefined {
  return callOf(call.arguments[place] ?? []);
}

export function isAssertion({ name }: Call): boolean {
  return /^(?:ASSERT|EXPECT)_/.test(name);
}

/** What became of one expectation of a test. `unread` is one of which we have nothing that could be compared. */
export interface Outcome {
  readonly test: string;
  readonly expectation: string;
  readonly verdict: 'pass' | 'miss' | 'unread';
  readonly actual?: string;
}

/** One line for a corpus, and one for each of its misses. */
export function summary(title: string, outcomes: readonly Outcome[]): string {
  const count = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const passed = count('pass');
  const misses = outcomes.filter(({ verdict }) => verdict === 'miss');
  const read = `${title}: ${passed} of ${passed + misses.length} expectations met`;
  const unread = count('unread');
  return [
    unread > 0 ? `${read}, ${unread} cannot be asked of us` : read,
    ...misses.map(({ test, expectation, actual }) => `  ${test}: ${expectation}, but ${actual ?? 'not so'}`),
  ].join('\n');
}
