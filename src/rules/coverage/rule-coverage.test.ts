import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleEvent } from '../fields/testing/rule-event.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { parseCondition } from '../language/parse-condition.ts';
import { randomCondition, randomEvent } from '../language/testing/random-conditions.ts';
import { sampleEvent, sampleFields } from '../language/testing/sample-fields.ts';
import { catalogs, loadText, rule } from '../load/testing/load-text.ts';
import { attackMatrix } from './attack-matrix.ts';
import { impliedRules, impossibleRules } from './implied-rules.ts';
import { RuleCoverage } from './rule-coverage.ts';

describe('a rule matches only what an earlier one does', () => {
  const implied = (...conditions: readonly string[]) =>
    impliedRules(
      conditions.map((text) => parseCondition(text)),
      sampleFields,
    );

  it.for([
    ['x.text = a', 'x.text = a'],
    ['x.text = a', 'x.text = a and x.other = b'],
    ['x.text = a and x.other = b', 'x.other = b and x.path = c and x.text = a'],
    ['x.text in (a, b)', 'x.text = b'],
    ['x.text in (a, b, c)', 'x.text in (c, a) and x.other = b'],
    ['x.text = a or x.other = b', 'x.other = b'],
    ['x.text = a or x.other = b', 'x.other = b or x.text = a'],
    ['x.text exists', 'x.text contains a'],
    ['not (x.text = a and x.other = b)', 'not x.text = a'],
    ['not x.text = a', 'not (x.text = a or x.other = b)'],
    ['not x.text in (a)', 'not x.text in (a, b)'],
  ])('%s before %s', ([earlier = '', later = '']) => {
    expect(implied(earlier, later)).toEqual([{ rule: 1, by: 0 }]);
  });

  it.for([
    ['x.text = a and x.other = b', 'x.text = a'],
    ['x.text = a', 'x.text in (a, b)'],
    ['x.text = a', 'x.other = a'],
    ['x.other = b', 'x.text = a or x.other = b'],
    ['x.text contains a', 'x.text exists'],
    ['not x.text in (a, b)', 'not x.text in (a)'],
    ['x.text != b', 'x.text = a'],
  ])('which %s before %s does not let see', ([earlier = '', later = '']) => {
    expect(implied(earlier, later)).toEqual([]);
  });

  it('by the first of several', () => {
    expect(implied('x.other = z', 'x.text exists', 'x.text in (a, b)', 'x.text = a')).toEqual([
      { rule: 2, by: 1 },
      { rule: 3, by: 1 },
    ]);
  });

  it('on every event', () => {
    const conditions = fc.array(randomCondition, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(conditions, fc.array(randomEvent, { minLength: 1, maxLength: 8 }), (some, events) => {
        const all = [...some, ...some.map((condition) => ({ kind: 'and', children: [condition, ...some.slice(0, 1)], position }) as const)];
        const matchers = all.map((condition) => compileCondition(condition, sampleFields).matches);
        for (const { rule: later, by } of impliedRules(all, sampleFields)) {
          for (const event of events.map(sampleEvent)) {
            if (matchers[later]?.(event)) expect(matchers[by]?.(event)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a rule matches nothing', () => {
  it.for([
    ['x.text = a and x.text = b', true],
    ['x.text in ()', true],
    ['x.text in (a, b) and (x.text = c or x.text in (d) and x.other = e)', true],
    ['x.text = a and (x.text = b or x.other = c)', false],
    ['x.text in (a, b) and x.text = b', false],
    ['not x.text in ()', false],
    ['x.text = a and x.text != a', false],
  ] as const)('%s: %s', ([condition, expected]) => {
    expect(impossibleRules([parseCondition('x.text = a'), parseCondition(condition)], sampleFields)).toEqual(
      expected ? [1] : [],
    );
  });

  it('whatever the event', () => {
    fc.assert(
      fc.property(randomCondition, fc.array(randomEvent, { minLength: 1, maxLength: 8 }), (condition, some) => {
        const matcher = compileCondition(condition, sampleFields).matches;
        const isPossible = some.map(sampleEvent).some(matcher);
        if (isPossible) expect(impossibleRules([condition], sampleFields)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const position = { offset: 0, line: 1, column: 1 };

const rules = loadText(
  rule('Any write', 'ka.verb in (create, update)', 'tags: [mitre_execution, T1609]') +
    rule('Pod', 'ka.verb = create and ka.target.resource = pods', 'tags: [mitre_execution, mitre_own, T1609, T1610]') +
    rule('Read', 'ka.verb = get and ka.req.pod.host_pid = true', 'tags: [mitre_discovery]').replace(
      'out %ka.verb',
      'out %ka.uri.param[command]',
    ) +
    rule('Secret', 'ka.target.resource = secrets'),
).rules;

const events = [
  { verb: 'create', objectRef: { resource: 'pods' } },
  { verb: 'create', objectRef: { resource: 'secrets' } },
  { verb: 'list', objectRef: { resource: 'secrets' } },
  { verb: 'get', objectRef: { resource: 'pods' } },
].map((event) => ruleEvent({ auditID: 'a', ...event }));

function coverage(ruleMatching: 'first' | 'all') {
  const catalog = catalogs.get('k8s_audit');
  if (!catalog) throw new Error('no fields');
  let nowMs = 0;
  const measured = new RuleCoverage(rules, { catalog, ruleMatching, nowMs: () => nowMs++ });
  for (const event of events) measured.add(event);
  return measured.report();
}

describe('coverage', () => {
  it('counts matches, alerts and what hides them', () => {
    const report = coverage('first');
    expect(report.events).toBe(4);
    expect(report.rules).toMatchObject([
      { rule: 'Any write', matches: 2, alerts: 2, hiddenBy: [] },
      {
        rule: 'Pod',
        matches: 1,
        alerts: 0,
        hiddenBy: [{ rule: 'Any write', events: 1 }],
        alwaysHiddenBy: 'Any write',
      },
      { rule: 'Read', matches: 0, alerts: 0, hiddenBy: [], isImpossible: false },
      { rule: 'Secret', matches: 2, alerts: 1, hiddenBy: [{ rule: 'Any write', events: 1 }] },
    ]);
    expect(report.rules[3]).not.toHaveProperty('alwaysHiddenBy');
  });

  it('hides nothing where all rules match', () => {
    expect(coverage('all').rules.map(({ alerts, hiddenBy, alwaysHiddenBy }) => [alerts, hiddenBy, alwaysHiddenBy])).toEqual([
      [2, [], undefined],
      [1, [], undefined],
      [0, [], undefined],
      [2, [], undefined],
    ]);
  });

  it('measures each evaluation, those apart that the index spares', () => {
    const [, pod, read] = coverage('first').rules;
    expect(pod).toMatchObject({ candidates: 1, evaluations: 0, durationMs: 0 });
    expect(read).toMatchObject({ candidates: 1, evaluations: 1, durationMs: 1 });
  });

  it('counts the events that have a field', () => {
    const fields = new Map(coverage('first').fields.map((field) => [field.field, field]));
    expect(fields.get('ka.target.resource')).toMatchObject({ events: 4, askedBy: ['Pod', 'Secret'], printedBy: [] });
    expect(fields.get('ka.req.pod.host_pid')).toMatchObject({ events: 0, askedBy: ['Read'] });
    expect(fields.get('ka.uri.param[command]')).toMatchObject({ events: 0, askedBy: [], printedBy: ['Read'] });
    expect(fields.get('ka.verb')).toMatchObject({ events: 4, printedBy: ['Secret'] });
  });
});

it('puts techniques under the tactics of their rules, in the order of an attack', () => {
  const matrix = attackMatrix([
    { tags: ['mitre_execution', 'T1609', 'k8s'], matches: 2 },
    { tags: ['mitre_execution', 'mitre_own', 'T1609', 'T1610.001'], matches: 1 },
    { tags: ['mitre_discovery'], matches: 0 },
    { tags: ['T1000'], matches: 9 },
  ]);
  expect(matrix).toHaveLength(15);
  expect(matrix.filter(({ techniques }) => techniques.length > 0)).toEqual([
    {
      tactic: 'execution',
      techniques: [
        { technique: 'T1609', rules: 2, matches: 3 },
        { technique: 'T1610.001', rules: 1, matches: 1 },
      ],
    },
    { tactic: 'discovery', techniques: [{ technique: '', rules: 1, matches: 0 }] },
    {
      tactic: 'own',
      techniques: [
        { technique: 'T1609', rules: 1, matches: 1 },
        { technique: 'T1610.001', rules: 1, matches: 1 },
      ],
    },
  ]);
});
