import { parse } from 'yaml';
import { z } from 'zod';
import { defaultSplitLimits, splitEvents } from '../../src/rules/fields/split-events.ts';
import { loadRules, type RulesFile } from '../../src/rules/load/load-rules.ts';
import { createRuleSet, ruleSources, type RuleSet } from '../../src/rules/rule-set.ts';
import type { Outcome } from './assertions.ts';
import type { Checkouts } from './checkouts.ts';

/** The last Falco whose repository has the tests of its audit rules, with the events. */
const falcoRevision = '0.34.1';

/** Which stock rules the tests are run with: those of their time, or today's. */
export type StockRules = 'of their time' | 'of today';

const revisions = {
  'of their time': { plugins: 'k8saudit-0.5.0', rules: 'falco-rules-0.1.0' },
  'of today': { plugins: 'HEAD', rules: 'HEAD' },
} as const satisfies Readonly<Record<StockRules, object>>;

/** These use `contains` on a list, which Falco refuses by now; its present tests have it corrected. */
const correctedRules = /engine_v4_k8s_audit_rules/;

/** What rules of today are called that the tests know by older names. */
const renamedRules: Readonly<Record<string, string>> = {
  'K8s Role/Clusterrole Created': 'K8s ClusterRole Created',
  'K8s Role/Clusterrole Deleted': 'K8s ClusterRole Deleted',
  'K8s Role/Clusterrolebinding Created': 'K8s ClusterRoleBinding Created',
  'K8s Role/Clusterrolebinding Deleted': 'K8s ClusterRoleBinding Deleted',
};

const stockRules = 'plugins/k8saudit/rules/k8s_audit_rules.yaml';

const caseSchema = z.object({
  detect: z.boolean(),
  detect_level: z.union([z.string(), z.array(z.string())]).optional(),
  detect_counts: z.array(z.record(z.string(), z.number())).optional(),
  stderr_contains: z.string().optional(),
  rules_file: z.array(z.string()),
  addl_cmdline_opts: z.string(),
});

/** A test: rules, a file of events, and which rules are to match. */
export interface AuditCase extends z.infer<typeof caseSchema> {
  readonly name: string;
}

export function auditCases(checkouts: Checkouts): readonly AuditCase[] {
  const table = checkouts.read('falco', 'test/falco_k8s_audit_tests.yaml', falcoRevision).replace('!mux', '');
  const { trace_files } = z.object({ trace_files: z.record(z.string(), caseSchema) }).parse(parse(table));
  return Object.entries(trace_files).map(([name, fields]) => ({ name, ...fields }));
}

/** Runs tests as Falco does, with rules loaded once for all tests that use them. */
export function runAuditCases(
  tests: readonly AuditCase[],
  checkouts: Checkouts,
  stock: StockRules,
  ruleMatching: 'first' | 'all',
): readonly Outcome[] {
  const used = [...new Set(tests.map(({ rules_file }) => rules_file.join(' ')))].map((files) => {
    const read = files.split(' ').map((file) => rulesFile(file, checkouts, stock));
    return [files, ruleSetOf(read, ruleMatching)] as const;
  });
  const ruleSets = new Map(used);
  return tests.map((test) => runAuditCase(test, checkouts, ruleSets.get(test.rules_file.join(' '))));
}

/** @param rules what is wrong with the rules, where they did not load */
function runAuditCase(test: AuditCase, checkouts: Checkouts, rules: RuleSet | string | undefined): Outcome {
  const { name } = test;
  const expectation = JSON.stringify({ detect: test.detect, ...test.detect_counts?.[0] });
  if (typeof rules !== 'object') return { test: name, expectation, verdict: 'miss', actual: rules ?? 'there are none' };
  const problem = compare(test, rules, eventLines(test, checkouts));
  return problem === undefined
    ? { test: name, expectation, verdict: 'pass' }
    : { test: name, expectation, verdict: 'miss', actual: problem };
}

function rulesFile(file: string, checkouts: Checkouts, stock: StockRules): RulesFile {
  if (file.endsWith('/falco_rules.yaml')) {
    return { name: file, text: checkouts.read('rules', 'rules/falco_rules.yaml', revisions[stock].rules) };
  }
  if (file.startsWith('BUILD_DIR/')) {
    return { name: file, text: checkouts.read('plugins', stockRules, revisions[stock].plugins) };
  }
  const isOld = stock === 'of their time' && !correctedRules.test(file);
  const path = `test/${file.replace('./', '')}`;
  return { name: file, text: isOld ? checkouts.read('falco', path, falcoRevision) : portedRules(file, checkouts) };
}

/** Rules of the tests as Falco's present tests have them, each in a constant named after its file. */
function portedRules(file: string, checkouts: Checkouts): string {
  const words = file
    .replace(/^.*k8s_audit\//, '')
    .replace('.yaml', '')
    .split(/[/_-]/);
  const name = `K8SAudit${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
  const source = checkouts.read('testing', 'tests/data/rules/k8saudit.go');
  const [, text] = new RegExp(`var ${name.replace('K8sAudit', 'K8SAudit')} = [^\`]*\`([^\`]*)\``).exec(source) ?? [];
  if (text === undefined) throw new Error(`There is no ${name} in tests/data/rules/k8saudit.go`);
  return text;
}

function ruleSetOf(files: readonly RulesFile[], ruleMatching: 'first' | 'all'): RuleSet | string {
  const { catalogs, checkFormat } = ruleSources(around);
  const loaded = loadRules(files, { catalogs, checkFormat });
  const [error] = loaded.results.flatMap(({ errors }) => errors);
  if (error) return `the rules are refused: ${error.message}`;
  return createRuleSet(loaded.rules, { catalogs, ruleMatching, hostname: around.hostname });
}

/** Everything that is said of the stock rules of today: nothing, where we understand them. */
export function findingsOfStockRules(checkouts: Checkouts): readonly string[] {
  const file = { name: stockRules, text: checkouts.read('plugins', stockRules) };
  const { results, rules } = loadRules([file], ruleSources(around));
  const findings = results.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  const schema = results.flatMap(({ schemaStatus }) => schemaStatus.filter((status) => status !== 'ok'));
  const isEmpty = rules.length === 0 ? ['there are no rules'] : [];
  return [...findings.map(({ code, message }) => `${code}: ${message}`), ...schema, ...isEmpty];
}

const around = { hostname: 'host', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };

function eventLines({ addl_cmdline_opts }: AuditCase, checkouts: Checkouts): readonly string[] {
  const [, file = ''] = /open_params=(\S+)/.exec(addl_cmdline_opts) ?? [];
  return checkouts
    .read('falco', `test/${file}`, falcoRevision)
    .split('\n')
    .filter((line) => line !== '');
}

function compare(test: AuditCase, rules: RuleSet, lines: readonly string[]): string | undefined {
  const split = lines.map((line) =>
    splitEvents(line, { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n }),
  );
  const alerts = split.flatMap(({ events }) => events).flatMap((event) => rules.detect(event));
  const refusals = split.flatMap((each) => each.refusals).map(({ message }) => message);
  const found = alerts.map(({ rule, priority }) => `${rule} (${priority})`).join(', ') || 'no alert';
  const levels = [test.detect_level ?? []].flat().map((level) => level.toLowerCase().slice(0, 4));
  const counts = (test.detect_counts ?? []).flatMap((each) => Object.entries(each));
  const isAsExpected =
    alerts.length > 0 === test.detect &&
    (!test.detect ||
      levels.every((level) => alerts.some(({ priority }) => String(priority).toLowerCase().startsWith(level)))) &&
    counts.every(
      ([name, count]) => alerts.filter(({ rule }) => rule === name || rule === renamedRules[name]).length === count,
    ) &&
    (test.stderr_contains === undefined || refusals.some((message) => message.includes(test.stderr_contains ?? '')));
  return isAsExpected ? undefined : [found, ...refusals].join('; ');
}
