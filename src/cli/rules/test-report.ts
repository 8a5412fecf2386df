import { styleText } from 'node:util';
import type { TestedFile } from '#rules/rule-tests/junit-xml.ts';
import type { RuleTestOutcome } from '#rules/rule-tests/run-rule-test.ts';

export interface ReportOptions {
  readonly isVerbose: boolean;
  readonly stream: NodeJS.WriteStream;
}

const marks = { passed: ['green', '✓'], failed: ['red', '✗'], error: ['yellow', '!'] } as const;

/** What `rules test` prints: for each file what did not pass, and how many did. Without a line end. */
export function testReport(
  files: readonly (TestedFile & { readonly untested: readonly string[] })[],
  options: ReportOptions,
): string {
  const lines = files.flatMap((file) => {
    const shown = file.outcomes.filter(({ status }) => options.isVerbose || status !== 'passed');
    return [
      `${file.name}: ${countsOf([file])}`,
      ...(file.error === undefined ? [] : [indented(`${mark('error', options)} ${file.error}`)]),
      ...shown.flatMap((outcome) => outcomeLines(file.name, outcome, options)),
      ...(file.untested.length === 0 ? [] : [`  No test expects: ${file.untested.join(', ')}`]),
    ];
  });
  return [...lines, ...(files.length > 1 ? [`All: ${countsOf(files)}`] : [])].join('\n');
}

function outcomeLines(
  file: string,
  { test, status, problems }: RuleTestOutcome,
  options: ReportOptions,
): readonly string[] {
  const head = `  ${mark(status, options)} ${test.name}`;
  if (status === 'passed') return [head];
  const details = problems.flatMap(({ message, details: lines }) => [
    `    ${message}`,
    ...lines.map((line) => `      ${line}`),
  ]);
  return [`${head}  (${file}:${test.line})`, ...details];
}

function mark(status: RuleTestOutcome['status'], { stream }: ReportOptions): string {
  const [colour, sign] = marks[status];
  return styleText(colour, sign, { stream });
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function countsOf(files: readonly TestedFile[]): string {
  const outcomes = files.flatMap((file) => file.outcomes);
  const count = (status: RuleTestOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const broken = files.filter(({ error }) => error !== undefined).length;
  const parts = [`${count('passed')} passed`, `${count('failed')} failed`];
  const errors = count('error') + broken;
  return [...parts, ...(errors > 0 ? [`${errors} could not be made`] : [])].join(', ');
}
