import { isJsonObject, type Json, type JsonObject } from '../../src/kit/json.ts';
import { checkFormat, compileFormat, type FormattedEvent } from '../../src/rules/fields/format.ts';
import type { RuleEvent } from '../../src/rules/fields/field.ts';
import { callOf, innerCall, isAssertion, type Call, type Outcome } from './assertions.ts';
import { corpusEvents } from './corpus-events.ts';
import { codeOf, textOf, type CppTest } from './cpp-tests.ts';
import { catalog } from './evaluation-corpus.ts';

type Verdict = Pick<Outcome, 'verdict' | 'actual'>;

/** What a test formatted last. */
interface Formatted extends FormattedEvent {
  readonly isJson: boolean;
}

/**
 * Does what a test of the formatter does, with ours. What it does without the asterisk that Falco always puts before an output, and
 * what it says of the values of transformers, which Falco leaves out, cannot be asked.
 */
export function runFormatTest(test: CppTest): readonly Outcome[] {
  let formatted: Formatted | undefined;
  return test.statements.flatMap((statement) => {
    const call = callOf(statement);
    if (call?.name === 'format') formatted = format(call, test);
    if (call === undefined || !isAssertion(call)) return [];
    return [{ test: test.name, expectation: call.code, ...verdictOf(call, formatted) }];
  });
}

function format(call: Call, test: CppTest): Formatted | undefined {
  const text = formatOf(call);
  const [event = {}] = corpusEvents(test.name);
  const isJson = test.name.endsWith('_json');
  const isAsked = call.arguments[2] !== undefined || !isJson || !text.includes('(');
  if (test.name.startsWith('ancestor_') || !isAsked || checkFormat(text, catalog) !== undefined) return undefined;
  const ruleEvent: RuleEvent = { source: 'syscall', json: event, text: '', timeNs: 0n, number: 1n };
  const formatted = compileFormat(text, catalog)(ruleEvent);
  const isStopped = !text.startsWith('*') && formatted.output.includes('<NA>');
  return isStopped ? undefined : { ...formatted, isJson };
}

function formatOf(call: Call): string {
  return textOf(call.arguments[0] ?? [], new Map()) ?? '';
}

function verdictOf(call: Call, formatted: Formatted | undefined): Verdict {
  const [left = '', right = ''] = call.arguments.map(codeOf);
  const inner = innerCall(call);
  if (inner?.name === 'format') {
    const problem = checkFormat(formatOf(inner), catalog);
    return met(problem === undefined ? 'accepted' : 'refused', call.name.endsWith('NO_THROW') ? 'accepted' : 'refused');
  }
  if (formatted === undefined) return { verdict: 'unread' };
  const expected = textOf(call.arguments[1] ?? [], new Map()) ?? right;
  if (left === 'm_last_res') return met('true', expected);
  if (left === 'm_last_output')
    return met(formatted.isJson ? json(formatted.outputFields) : formatted.output, expected);
  const field = /^m_last_field_values\["([^()]+)"\]$/.exec(left)?.[1];
  if (field !== undefined) return met(text(formatted.outputFields[field]), expected);
  const names = Object.keys(formatted.outputFields);
  const named = /^find\(.*,"([^()]+)"\)$/.exec(left)?.[1];
  if (named !== undefined) return met(String(names.includes(named)), 'true');
  return left === 'm_last_field_names.size()' ? met(String(names.length), expected) : { verdict: 'unread' };
}

function text(value: Json | undefined): string {
  if (value === undefined || value === null) return '<NA>';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As Falco prints an object: its keys sorted, and nothing for none. */
function json(fields: JsonObject): string {
  const sorted = Object.entries(fields).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.length > 0 && isJsonObject(fields) ? JSON.stringify(Object.fromEntries(sorted)) : 'null';
}

function met(actual: string, expected: string): Verdict {
  return actual === expected ? { verdict: 'pass' } : { verdict: 'miss', actual: `it is ${actual}` };
}
