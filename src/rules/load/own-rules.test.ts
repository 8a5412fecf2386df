import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceSplitter } from '../fields/split-source.ts';
import { createRuleSet } from '../rule-set.ts';
import { readRuleTests } from '../rule-tests/read-rule-tests.ts';
import { runRuleTest } from '../rule-tests/run-rule-test.ts';
import { catalogs, findingsOf, loadText } from './testing/load-text.ts';

const read = (name: string) => readFileSync(new URL(`../../../rules/${name}`, import.meta.url), 'utf8');
const loaded = loadText(read('kubernetes-audit.yaml'));
const file = readRuleTests('kubernetes-audit.test.yaml', read('kubernetes-audit.test.yaml'));
const ruleMatching = file.matching;

const context = {
  loaded,
  catalogs,
  splitter: sourceSplitter(file.source),
  ruleMatching,
  ruleSet: createRuleSet(loaded.rules, { catalogs, ruleMatching, hostname: 'node-1' }),
  readEvents: () => [],
  nowMs: () => 0,
};

describe('rules/kubernetes-audit.yaml', () => {
  it('loads without a word', () => {
    expect(findingsOf(loaded)).toEqual([]);
    expect(loaded.results[0]?.schemaStatus).toEqual(['ok']);
  });

  it('has a source, a technique, a tactic and a remedy in each rule', () => {
    for (const { name, source, tags, description } of loaded.rules) {
      expect({ name, source }).toEqual({ name, source: 'k8s_audit' });
      expect(description).toMatch(/Remedy: [a-z]/);
      expect(tags).toEqual([
        expect.stringMatching(/^T\d{4}(\.\d{3})?$/),
        'k8s',
        expect.stringMatching(/^mitre_[a-z_]+$/),
      ]);
    }
  });

  it('has a test of every rule, and tests of what is to pass', () => {
    const expected = file.tests.flatMap((test) => test.expected.map(({ rule }) => rule));
    expect([...new Set(expected)].toSorted()).toEqual(loaded.rules.map(({ name }) => name).toSorted());
    expect(file.tests.filter((test) => test.expected.length === 0).length).toBeGreaterThan(8);
  });

  it.for(file.tests)('has its word on $name', (test) => {
    expect(runRuleTest(test, context)).toMatchObject({ status: 'passed', problems: [] });
  });
});
