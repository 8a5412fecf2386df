import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisiveChecks, explainCondition, type ExplainedPart } from './explain-condition.ts';
import { explainRule, type RuleExplanation } from './explain.ts';
import { checkText, explainText } from './explain-text.ts';
import type { RuleEvent } from './fields/field.ts';
import { ruleEvent } from './fields/testing/rule-event.ts';
import { compileCondition } from './language/compile/compile-condition.ts';
import { parseCondition } from './language/parse-condition.ts';
import { randomCondition, randomEvent } from './language/testing/random-conditions.ts';
import { sampleEvent, sampleFields } from './language/testing/sample-fields.ts';
import { catalogs, loadText } from './load/testing/load-text.ts';

const rules = `
- macro: writes
  condition: (ka.verb in (create, update) and ka.response.code = 201)
- rule: Off
  desc: d
  condition: writes
  output: o
  priority: INFO
  source: k8s_audit
  enabled: false
- rule: Pod
  desc: d
  condition: writes and ka.target.resource = pods and (ka.user.name = eve or not ka.target.subresource exists)
  output: o
  priority: INFO
  source: k8s_audit
  exceptions:
    - name: nothing
      fields: ka.user.name
    - name: users
      fields: [ka.user.name, ka.target.namespace]
      values: [[admin, shop], [root, ops]]
    - name: names
      fields: ka.target.name
      values: [known]
- rule: Any
  desc: d
  condition: writes or (ka.verb = get and writes)
  output: o
  priority: INFO
  source: k8s_audit
- rule: Shell
  desc: d
  condition: evt.type = execve
  output: o
  priority: INFO
`;

const loaded = loadText(rules);

const request = (more: object) =>
  ruleEvent({ auditID: 'a', verb: 'create', responseStatus: { code: 201 }, objectRef: { resource: 'pods' }, ...more });

function explain(name: string, event: RuleEvent, ruleMatching: 'first' | 'all' = 'first'): RuleExplanation {
  const explanation = explainRule(name, event, loaded, { catalogs, ruleMatching });
  if (explanation === undefined) throw new Error(`there is no rule ${name}`);
  return explanation;
}

const textOf = (explanation: RuleExplanation, isFull = false) =>
  explainText(explanation, { isFull, paint: (_style, text) => text });

describe('a rule is explained', () => {
  it('by its condition, with what it reads', () => {
    const explanation = explain('Pod', request({ verb: 'delete', user: { username: 'bob' } }));
    expect(explanation.outcome).toBe('condition');
    expect(textOf(explanation)).toBe(
      [
        'Pod: no alert, since its condition is false.',
        '',
        '  ✗ all of',
        '    ✗ writes: all of',
        '      ✗ ka.verb in (create, update)  ka.verb is "delete"',
        '      ✓ ka.response.code = 201  ka.response.code is "201"',
        '    ✓ ka.target.resource = pods  ka.target.resource is "pods"',
        '    ✓ (ka.user.name = eve or not ka.target.subresource exists)',
        '',
        'Exception users',
        '  ✗ one of',
        '    ✗ all of',
        '      ✗ ka.user.name = admin  ka.user.name is "bob"',
        '      ✗ ka.target.namespace = shop  ka.target.namespace is missing',
        '    ✗ all of',
        '      ✗ ka.user.name = root  ka.user.name is "bob"',
        '      ✗ ka.target.namespace = ops  ka.target.namespace is missing',
        '',
        'Exception names',
        '  ✗ ka.target.name in (known)  ka.target.name is missing',
      ].join('\n'),
    );
    expect(textOf(explanation, true)).toContain(
      [
        '    ✓ one of',
        '      ✗ ka.user.name = eve  ka.user.name is "bob"',
        '      ✓ not ka.target.subresource exists  ka.target.subresource is missing',
      ].join('\n'),
    );
    expect(explanation.condition && decisiveChecks(explanation.condition).map(checkText)).toEqual([
      'ka.verb in (create, update) is false: ka.verb is "delete"',
    ]);
  });

  it('by the exception that suppresses it', () => {
    const event = request({ user: { username: 'root' }, objectRef: { resource: 'pods', namespace: 'ops', name: 'x' } });
    const explanation = explain('Pod', event);
    expect(explanation).toMatchObject({
      outcome: 'exception',
      condition: { holds: true },
      exceptions: [
        { name: 'users', holds: true },
        { name: 'names', holds: false },
      ],
    });
    expect(textOf(explanation)).toContain('Pod: no alert, since it has an exception for the event: "users".');
  });

  it('by the rule that has the event before it', () => {
    const event = request({});
    expect(explain('Any', event)).toMatchObject({ outcome: 'earlier-rule', earlier: ['Pod'] });
    expect(textOf(explain('Any', event))).toContain('a rule before it has the event: "Pod".');
    expect(explain('Any', event, 'all')).toMatchObject({ outcome: 'alert', earlier: ['Pod'] });
    expect(explain('Pod', event)).toMatchObject({ outcome: 'alert', earlier: [] });
  });

  it('by its being off, or for another source', () => {
    expect(explain('Off', request({})).outcome).toBe('disabled');
    expect(explain('Shell', request({}))).toMatchObject({ outcome: 'other-source', exceptions: [] });
    expect(textOf(explain('Shell', request({})))).toBe('Shell: no alert, since it is for events of another source.');
    expect(explainRule('None', request({}), loaded, { catalogs, ruleMatching: 'all' })).toBeUndefined();
  });

  it('with a macro told once', () => {
    expect(textOf(explain('Any', request({ verb: 'get' }), 'all'))).toContain('      ✗ writes as above');
  });
});

it('agrees with the evaluator on random conditions, and names checks that decide', () => {
  fc.assert(
    fc.property(randomCondition, randomEvent, (condition, json) => {
      const event = sampleEvent(json);
      const part = explainCondition(condition, { event, catalog: sampleFields, macroNames: new Map() });
      expect(part.holds).toBe(compileCondition(condition, sampleFields).matches(event));
      expect(decisiveChecks(part)).not.toEqual([]);
      expect(outcome(part)).toBe(part.holds);
    }),
    { numRuns: 500 },
  );
});

/** What the parts make of their own outcomes. */
function outcome(part: ExplainedPart): boolean {
  switch (part.kind) {
    case 'and':
      return part.children.every(outcome);
    case 'or':
      return part.children.some(outcome);
    case 'not':
      return !outcome(part.child);
    case 'macro':
      return part.child === undefined ? part.holds : outcome(part.child);
    case 'check':
      return part.holds;
  }
}

it('tells macros in macros in bounded space', () => {
  const macros = Array.from({ length: 18 }, (_, index) => {
    const body = index === 0 ? 'ka.verb = x' : `(m${index - 1} and m${index - 1})`;
    return `- macro: m${index}\n  condition: ${body}\n`;
  });
  const deep = loadText(
    `${macros.join('')}- rule: R\n  desc: d\n  condition: m17 or not m17\n  output: o\n  priority: INFO\n  source: k8s_audit\n`,
  );
  const explanation = explainRule('R', request({}), deep, { catalogs, ruleMatching: 'all' });
  expect(JSON.stringify(explanation).length).toBeLessThan(20_000);
});

it('quotes what a check reads on both sides, cut where it is long', () => {
  const event = request({ user: { username: 'u'.repeat(300) } });
  const catalog = catalogs.get('k8s_audit');
  if (!catalog) throw new Error('no fields');
  const condition = parseCondition('ka.user.name = val(ka.verb)');
  const [check] = decisiveChecks(explainCondition(condition, { event, catalog, macroNames: new Map() }));
  expect(check && checkText(check)).toMatch(
    /^ka\.user\.name = val\(ka\.verb\) is false: ka\.user\.name is "u{98}…, val\(ka\.verb\) is "create"$/,
  );
});
