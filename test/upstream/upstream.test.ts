import { describe, expect, it } from 'vitest';
import { summary, type Outcome } from './assertions.ts';
import { auditCases, findingsOfStockRules, runAuditCases, type StockRules } from './audit-corpus.ts';
import { upstreamCheckouts } from './checkouts.ts';
import { readCppTests, type CppTest } from './cpp-tests.ts';
import {
  auditMissesOfTheirTime,
  auditMissesOfToday,
  languageMisses,
  loaderMisses,
  type DocumentedMisses,
} from './documented-misses.ts';
import { runEvaluationTest } from './evaluation-corpus.ts';
import { runFormatTest } from './format-corpus.ts';
import { definedTexts, runLoaderTest } from './loader-corpus.ts';
import { runParserTest } from './parser-corpus.ts';

const checkouts = upstreamCheckouts(['falco', 'libs', 'plugins', 'rules', 'testing']);
if (checkouts.missing !== undefined) console.warn(checkouts.missing);

/** Prints how many expectations are met, and has those that are not be the documented ones. */
function compare(title: string, outcomes: readonly Outcome[], misses: DocumentedMisses): void {
  console.info(summary(title, outcomes));
  expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(0);
  const missed = outcomes.filter(({ verdict }) => verdict === 'miss').map(({ test }) => test);
  expect([...new Set(missed)].toSorted()).toEqual(Object.keys(misses).toSorted());
}

describe.skipIf(checkouts.missing !== undefined)("Falco's own tests", { timeout: 300_000 }, () => {
  it('of its loader of rules', () => {
    const { tests, texts } = readCppTests(checkouts.read('falco', 'unit_tests/engine/test_rule_loader.cpp'));
    const messages = definedTexts(checkouts.read('falco', 'userspace/engine/rule_loading_messages.h'));
    const known = new Map([...texts, ...messages]);
    compare(
      `Falco's loader, ${tests.length} tests`,
      tests.flatMap((test) => runLoaderTest(test, known)),
      loaderMisses,
    );
  });

  it('find nothing in its stock rules for Kubernetes', () => {
    expect(findingsOfStockRules(checkouts)).toEqual([]);
  });

  it.each<[string, (test: CppTest, texts: ReadonlyMap<string, string>) => readonly Outcome[]]>([
    ['filter_parser.ut', runParserTest],
    ['string_visitor.ut', runParserTest],
    ['filter_escaping.ut', runParserTest],
    ['filter_compiler.ut', runEvaluationTest],
    ['filter_transformer.ut', runEvaluationTest],
    ['filter_op_net_compare.ut', runEvaluationTest],
    ['filter_op_numeric_compare.ut', runEvaluationTest],
    ['filter_op_pmatch.ut', runEvaluationTest],
    ['filter_op_bytebuf.ut', runEvaluationTest],
    ['filter_op_contains.ut', runEvaluationTest],
    ['filterchecks/cmp_operator_modifiers', runEvaluationTest],
    ['filterchecks/invalid_utf8', runEvaluationTest],
    ['eventformatter.ut', runFormatTest],
  ])('of the language, in %s', (file, run) => {
    const { tests, texts } = readCppTests(checkouts.read('libs', `userspace/libsinsp/test/${file}.cpp`));
    const outcomes = tests.flatMap((test) => run(test, texts));
    compare(`Falco's ${file}, ${tests.length} tests`, outcomes, languageMisses[file] ?? {});
  });

  it.each<[StockRules, 'first' | 'all', DocumentedMisses]>([
    ['of their time', 'first', auditMissesOfTheirTime],
    ['of their time', 'all', auditMissesOfTheirTime],
    ['of today', 'first', auditMissesOfToday],
    ['of today', 'all', auditMissesOfToday],
  ])('of Kubernetes audit events, with the rules %s, %s matching', (stock, matching, misses) => {
    const outcomes = runAuditCases(auditCases(checkouts), checkouts, stock, matching);
    compare(`Falco's audit tests, rules ${stock}, ${matching} matching`, outcomes, misses);
  });
});
