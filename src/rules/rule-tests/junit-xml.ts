import type { RuleTestOutcome, RuleTestProblem } from './run-rule-test.ts';

/** What became of a file of tests. */
export interface TestedFile {
  readonly name: string;
  readonly outcomes: readonly RuleTestOutcome[];
  /** Why none of its tests could be made: it cannot be read, or its rules do not load. */
  readonly error?: string;
}

/** Outcomes in the XML of JUnit, which CI systems show: a suite for each file. */
export function junitXml(files: readonly TestedFile[]): string {
  const suites = files.map(suite);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: 'tiercel rules test', ...totals(files) })}>`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: TestedFile): readonly string[] {
  const { name, outcomes, error } = file;
  const cases = outcomes.flatMap((outcome) => testCase(name, outcome));
  const broken = error === undefined ? [] : element(name, name, 0, ['error', [{ message: error, details: [] }]]);
  return [`  <testsuite ${attributes({ name, ...totals([file]) })}>`, ...broken, ...cases, '  </testsuite>'];
}

function testCase(file: string, { test, status, problems, durationMs }: RuleTestOutcome): readonly string[] {
  if (status === 'passed') return element(file, test.name, durationMs);
  return element(file, test.name, durationMs, [status === 'failed' ? 'failure' : 'error', problems]);
}

function element(
  file: string,
  name: string,
  durationMs: number,
  problem?: readonly [tag: 'failure' | 'error', problems: readonly RuleTestProblem[]],
): readonly string[] {
  const head = `    <testcase ${attributes({ classname: file, name, time: seconds(durationMs) })}`;
  if (problem === undefined) return [`${head}/>`];
  const [tag, problems] = problem;
  const message = problems[0]?.message ?? '';
  const text = problems.flatMap((one) => [one.message, ...one.details.map((line) => `  ${line}`)]).join('\n');
  return [`${head}>`, `      <${tag} ${attributes({ message })}>${escaped(text)}</${tag}>`, '    </testcase>'];
}

function totals(files: readonly TestedFile[]) {
  const outcomes = files.flatMap((file) => file.outcomes);
  const count = (status: RuleTestOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const broken = files.filter(({ error }) => error !== undefined).length;
  return {
    tests: String(outcomes.length + broken),
    failures: String(count('failed')),
    errors: String(count('error') + broken),
    time: seconds(outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(value).replaceAll('\n', '&#10;')}"`)
    .join(' ');
}

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
