import { isJsonObject, type JsonObject } from '../../src/kit/json.ts';
import type { FieldCatalog, FieldType, FieldValue, RuleEvent } from '../../src/rules/fields/field.ts';
import { syscallCatalog } from '../../src/rules/fields/syscall-catalog.ts';
import { compileCondition } from '../../src/rules/language/compile/compile-condition.ts';
import { createRuleSetEvaluator } from '../../src/rules/language/evaluate/rule-set-evaluator.ts';
import { ConditionCompileError, ConditionSyntaxError } from '../../src/rules/language/expression.ts';
import { parseCondition } from '../../src/rules/language/parse-condition.ts';
import { callOf, innerCall, isAssertion, type Call, type Outcome } from './assertions.ts';
import { corpusEvents } from './corpus-events.ts';
import { assignedTexts, codeOf, textOf, type CppTest } from './cpp-tests.ts';

type Verdict = Pick<Outcome, 'verdict' | 'actual'>;

/** Does what a test that compiles or evaluates conditions does, with both of our evaluators. */
export function runEvaluationTest(test: CppTest, texts: ReadonlyMap<string, string>): readonly Outcome[] {
  const known = assignedTexts(test.statements, texts);
  const events = corpusEvents(test.name);
  let made = 0;
  return test.statements.flatMap((statement) => {
    const code = codeOf(statement);
    if (/^(?:(?:auto\*?|constauto|sinsp_evt\*)?evt)=(?:generate_|add_event)/.test(code)) made++;
    const call = callOf(statement);
    if (call === undefined || !(isAssertion(call) || call.name.startsWith('test_filter_'))) return [];
    const verdict = verdictOf(call, known, events[Math.max(0, made - 1)] ?? events.at(-1) ?? {});
    return [{ test: test.name, expectation: call.code, ...verdict }];
  });
}

function verdictOf(call: Call, texts: ReadonlyMap<string, string>, event: JsonObject): Verdict {
  const text = (place: number, of = call): string | undefined => textOf(of.arguments[place] ?? [], texts);
  const code = (place: number): string => codeOf(call.arguments[place] ?? []);
  switch (call.name) {
    case 'test_filter_run':
      return met(evaluate(text(1) ?? '', mockEvent), code(0) === 'true');
    case 'test_filter_compile':
      return compiles(text(1) ?? '', code(2) === 'true', Number(code(3) || '0'));
    case 'test_filter_compile_msg':
      return met(failureOf(text(1) ?? '')?.message, text(2));
    default:
      return assertion(call, innerCall(call), event, text);
  }
}

function assertion(
  call: Call,
  inner: Call | undefined,
  event: JsonObject,
  text: (place: number, of?: Call) => string | undefined,
): Verdict {
  const expected = call.name.replace(/^[A-Z]+_/, '');
  const condition = inner && text(inner.name === 'eval_filter' ? 1 : 0, inner);
  if (inner === undefined || condition === undefined || usesPlugin.test(condition)) return { verdict: 'unread' };
  const isLoadable = failureOf(condition) === undefined;
  if (inner.name === 'filter_compiles') return met(isLoadable, expected === 'TRUE');
  if (inner.name !== 'eval_filter') return { verdict: 'unread' };
  if (expected.endsWith('THROW')) return met(isLoadable, expected === 'NO_THROW');
  return met(evaluate(condition, event), expected === 'TRUE');
}

/** Fields of a plugin that only its tests have. */
const usesPlugin = /\bsample\./;

function compiles(text: string, isFailure: boolean, warnings: number): Verdict {
  const failure = failureOf(text);
  if (failure !== undefined || isFailure) return met(failure !== undefined, isFailure);
  const given = compileCondition(parseCondition(text), catalog).warnings;
  return given.length === warnings ? { verdict: 'pass' } : { verdict: 'miss', actual: JSON.stringify(given) };
}

/** @returns what is wrong with the condition in its stead */
function evaluate(text: string, event: JsonObject): boolean | string {
  const failure = failureOf(text);
  if (failure !== undefined) return failure.message;
  const condition = parseCondition(text);
  const ruleEvent: RuleEvent = { source: 'syscall', json: event, text: '', timeNs: 0n, number: 1n };
  const isMatch = compileCondition(condition, catalog).matches(ruleEvent);
  const found = createRuleSetEvaluator([condition], catalog)(ruleEvent);
  return found.length > 0 === isMatch ? isMatch : 'the evaluators disagree';
}

function failureOf(text: string): Error | undefined {
  try {
    compileCondition(parseCondition(text), catalog);
    return undefined;
  } catch (error) {
    if (error instanceof ConditionSyntaxError || error instanceof ConditionCompileError) return error;
    throw error;
  }
}

function met(actual: boolean | string | undefined, expected: boolean | string | undefined): Verdict {
  return actual === expected ? { verdict: 'pass' } : { verdict: 'miss', actual: `it is ${actual ?? 'accepted'}` };
}

/** The fields of system calls, and those of the tests' own, read from events that are objects of their values. */
export const catalog: FieldCatalog = withValues(syscallCatalog({ hasContainerPlugin: false }));

/** Of these fields, which the tests make up, two always compare as true or false, whatever with. */
const mockTypes: Readonly<Record<string, FieldType>> = {
  'c.true': 'CHARBUF',
  'c.false': 'CHARBUF',
  'c.buffer': 'BYTEBUF',
  'c.doublequote': 'CHARBUF',
  'c.singlequote': 'CHARBUF',
};

const mockEvent: JsonObject = {
  'c.true': '1',
  'c.false': '0',
  'c.doublequote': 'hello "quoted"',
  'c.singlequote': "hello 'quoted'",
};

function withValues(inner: FieldCatalog): FieldCatalog {
  const find: FieldCatalog['find'] = (name) => {
    const type = mockTypes[name];
    if (type === undefined) return inner.find(name);
    return { name, type, isList: false, argument: 'none', description: '' };
  };
  return {
    ...inner,
    find,
    reader: (name, argument) => {
      if (mockTypes[name] === undefined) inner.reader(name, argument);
      const type = find(name)?.type ?? 'CHARBUF';
      const key = argument === undefined ? name : `${name}[${argument}]`;
      return ({ json }) => {
        const value = isJsonObject(json) ? json[key] : undefined;
        if (value === undefined) return undefined;
        return [value].flat().flatMap((item) => (typeof item === 'string' ? [convert(item, type)] : []));
      };
    },
  };
}

function convert(text: string, type: FieldType): FieldValue {
  if (type === 'BOOL') return text === 'true';
  if (type === 'DOUBLE') return Number(text);
  return type.includes('INT') || /^(?:PORT|PID|ERRNO|ABSTIME|RELTIME)$/.test(type) ? BigInt(text) : text;
}
