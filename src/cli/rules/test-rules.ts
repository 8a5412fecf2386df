import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isRulesTest } from '#config/find-rules.ts';
import { fileTrouble, readTextFile } from '#config/surroundings.ts';
import { junitXml, type TestedFile } from '#rules/rule-tests/junit-xml.ts';
import { readRuleTests } from '#rules/rule-tests/read-rule-tests.ts';
import type { RuleTestFile } from '#rules/rule-tests/rule-test.ts';
import { runRuleTest } from '#rules/rule-tests/run-rule-test.ts';
import { sourceSplitter } from '#rules/fields/split-source.ts';
import { createRuleSet } from '#rules/rule-set.ts';
import { UsageError, type Invocation, type Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { progressBar } from '../progress-bar.ts';
import { eventsInFile } from './event-file.ts';
import { ruleContext, rulesNamed, type RuleContext } from './rule-context.ts';
import { testReport } from './test-report.ts';

export async function testRules(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { operands } = invocation;
  const files = (operands.length === 0 ? ['.'] : operands).flatMap(testFilesOf);
  if (files.length === 0) throw new UsageError('There is no test here: tests stand in files named *.test.yaml');
  const context = await ruleContext(invocation, terminal);
  const bar = progressBar(terminal.stderr, files.length, 'files');
  const tested: (TestedFile & { readonly untested: readonly string[] })[] = [];
  for (const [index, file] of files.entries()) {
    tested.push(testFile(file, invocation.text('rules'), context));
    bar.show(index + 1);
  }
  bar.end();
  const junit = invocation.text('junit');
  if (junit !== undefined) writeReport(junit, junitXml(tested));
  terminal.stdout.write(`${testReport(tested, { isVerbose: invocation.flag('verbose'), stream: terminal.stdout })}\n`);
  const statuses = tested.flatMap(({ outcomes, error }) => [
    ...outcomes.map(({ status }) => status),
    ...(error === undefined ? [] : ['error' as const]),
  ]);
  if (statuses.includes('error')) return exitCodes.data;
  return statuses.includes('failed') ? exitCodes.failure : exitCodes.ok;
}

/** @throws UsageError for what is not there */
function testFilesOf(operand: string): readonly string[] {
  const status = statSync(operand, { throwIfNoEntry: false });
  if (status === undefined) throw new UsageError(`There is no file or folder ${JSON.stringify(operand)}`);
  return status.isDirectory() ? testsBelow(operand) : [operand];
}

function testsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : testsBelow(file);
      return isRulesTest(entry.name) ? [file] : [];
    });
}

/** What cannot be read is an error of the file, and of no other. */
function testFile(name: string, rules: string | undefined, context: RuleContext) {
  try {
    const file = readRuleTests(name, readTests(name));
    const { loaded, catalogs } = rulesNamed(rules === undefined ? rulesOf(file) : rules.split(','), context);
    const { source, matching: ruleMatching } = file;
    const splitter = sourceSplitter(source, context.sources);
    const ruleSet = createRuleSet(loaded.rules, { ...context.settings, ruleMatching });
    const readEvents = (event: string) => eventsInFile(path.resolve(path.dirname(name), event), splitter);
    const all = { loaded, catalogs, splitter, ruleMatching, ruleSet, readEvents, nowMs: () => performance.now() };
    const outcomes = file.tests.map((test) => runRuleTest(test, all));
    const named = new Set(file.tests.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
    const untested = loaded.rules
      .filter((rule) => rule.isEnabled && rule.source === splitter.source && !named.has(rule.name))
      .map((rule) => rule.name);
    return { name, outcomes, untested };
  } catch (error) {
    return { name, outcomes: [], untested: [], error: error instanceof Error ? error.message : String(error) };
  }
}

function readTests(name: string): string {
  try {
    return readTextFile(name);
  } catch (error) {
    throw new Error(`The tests "${name}" cannot be read: ${fileTrouble(error)}`, { cause: error });
  }
}

/** @throws Error where no file has the name of the tests */
function rulesOf({ name, rules }: RuleTestFile): readonly string[] {
  const folder = path.dirname(name);
  if (rules.length > 0) return rules.map((rule) => path.join(path.isAbsolute(rule) ? '' : folder, rule));
  const stem = path.join(folder, path.basename(name).replace(/\.test\.ya?ml$/, ''));
  const found = [`${stem}.yaml`, `${stem}.yml`].find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(`Which rules does ${name} test? Name them by "rules: [FILE]"; there is no ${stem}.yaml`);
  return [found];
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Error(`The report "${file}" cannot be written: ${fileTrouble(error)}`, { cause: error });
  }
}
