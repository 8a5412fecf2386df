import { describe, expect, it } from 'vitest';
import { catalogs, loadText, rule } from '../load/testing/load-text.ts';
import { createRuleSet } from '../rule-set.ts';
import { sourceSplitter } from '../fields/split-source.ts';
import { eventsOf } from '../fields/events-of.ts';
import { junitXml } from './junit-xml.ts';
import { readRuleTests } from './read-rule-tests.ts';
import { runRuleTest, type RuleTestOutcome } from './run-rule-test.ts';

const rules = loadText(
  rule(
    'Pod',
    'ka.verb = create and ka.target.resource = pods',
    'exceptions: [{ name: users, fields: ka.user.name, values: [root] }]',
  ).replace('out %ka.verb', 'out %ka.verb %ka.sourceips %ka.target.namespace') +
    rule('Any', 'ka.verb in (create, update)') +
    rule('Wide', Array.from({ length: 8 }, (_, index) => `ka.user.name = u${index}`).join(' and ')),
);

const twoEvents = '{"auditID":"1","kind":"Event","stageTimestamp":"2026-01-01T00:00:00Z","verb":"create"}\n'.repeat(2);

function outcomes(text: string): readonly RuleTestOutcome[] {
  const { tests, matching, source } = readRuleTests('a.test.yaml', text);
  const ruleSet = createRuleSet(rules.rules, { catalogs, ruleMatching: matching, hostname: 'n' });
  const splitter = sourceSplitter(source);
  const readEvents = (file: string) => eventsOf(file === 'two.log' ? twoEvents : '', `"${file}"`, splitter);
  const context = { loaded: rules, catalogs, splitter, ruleMatching: matching, ruleSet, readEvents, nowMs: () => 1 };
  return tests.map((test) => runRuleTest(test, context));
}

/** The one test of a file. */
function outcome(body: string, top = '') {
  return outcomes(`${top}\ntests:\n  - name: t\n${body.replaceAll(/^/gm, '    ')}\n`)[0];
}

const pod = 'event: { verb: create, sourceIPs: [192.0.2.1, "::1"], objectRef: { resource: pods } }';

describe('a test passes', () => {
  it.for([
    [`${pod}\nexpect: Pod`],
    [`${pod}\nexpect: [Pod]`],
    [
      `${pod}\nexpect: { rule: Pod, fields: { ka.verb: create, ka.sourceips: [192.0.2.1, "::1"], ka.target.namespace: null } }`,
    ],
    ['event: { verb: get }\nexpect: none'],
    ['event: { verb: get }\nexpect: []'],
    ['file: two.log\nexpect: [Any, Any]'],
  ])('%s', ([body]) => {
    expect(outcome(body ?? '')).toMatchObject({ status: 'passed', problems: [] });
  });

  it('with all rules, in any order', () => {
    expect(outcome(`${pod}\nexpect: [Any, Pod]`, 'matching: all')).toMatchObject({ status: 'passed' });
  });

  it('with the defaults of its file below its event', () => {
    const defaults = 'defaults: { verb: create, user: { username: root, uid: "1" } }';
    expect(outcome('event: { user: { username: eve } }\nexpect: Any', defaults)).toMatchObject({ status: 'passed' });
  });
});

describe('a test fails, and says why', () => {
  it.for([
    [
      'event: { verb: delete, objectRef: { resource: pods } }\nexpect: Pod',
      '"Pod" was expected, but nothing fired.',
      ['Pod: no alert, since its condition is false.', 'ka.verb = create is false: ka.verb is "delete"'],
    ],
    [
      'event: { verb: create, objectRef: { resource: pods }, user: { username: root } }\nexpect: Pod',
      '"Pod" was expected, but "Any" fired.',
      [
        'Pod: no alert, since it has an exception for the event: "users".',
        'ka.user.name in (root) is true: ka.user.name is "root"',
      ],
    ],
    [
      `${pod}\nexpect: Any`,
      '"Any" was expected, but "Pod" fired.',
      ['Any: no alert, since a rule before it has the event: "Pod".'],
    ],
    [`${pod}\nexpect: none`, '"Pod" fired, which was not expected.', [expect.stringContaining('out create')]],
    [`${pod}\nexpect: { rule: Pod, fields: { ka.verb: get } }`, '"Pod" has ka.verb "create", not "get".', []],
    [
      `${pod}\nexpect: { rule: Pod, fields: { ka.uri: x } }`,
      'The alert of "Pod" has no field "ka.uri".',
      ['It has ka.verb, ka.sourceips, ka.target.namespace, evt.time'],
    ],
  ] as const)('%s', ([body, message, details]) => {
    expect(outcome(body)).toMatchObject({ status: 'failed', problems: expect.arrayContaining([{ message, details }]) });
  });

  it('by five reasons at most', () => {
    const [problem] = outcome('event: { verb: get }\nexpect: Wide')?.problems ?? [];
    expect(problem?.details).toHaveLength(7);
    expect(problem?.details.at(-1)).toBe('and 3 more');
  });
});

it.for([
  ['event: { verb: get }\nexpect: Pood', 'There is no rule "Pood" among those that are tested. Did you mean "Pod"?'],
  [
    'event: { kind: Pod }\nexpect: none',
    'What is in the test is no audit event: data not recognized as a k8s audit event',
  ],
  ['file: none.log\nexpect: none', 'What is in "none.log" is no audit event'],
] as const)('is an error, not a failure: %s', ([body, message]) => {
  expect(outcome(body)).toMatchObject({ status: 'error', problems: [{ message: expect.stringContaining(message) }] });
});

it('has numbers as they are written', () => {
  const { tests } = readRuleTests(
    'a',
    'tests: [{ name: t, event: { a: 12345678901234567890, b: 0x10, c: ~, d: yes, e: 1.0 }, expect: none }]',
  );
  expect(tests[0]?.event).toMatchObject({
    json: expect.stringContaining('"a":12345678901234567890,"b":"0x10","c":null,"d":"yes","e":1.0}'),
  });
});

it.for([
  ['', 'a.yaml:1:1: A file of tests must be a map with rules, source, matching, defaults, tests'],
  ['tests: []', 'a.yaml:1:8: There must be a list "tests" with one test or more'],
  ['test: []', 'a.yaml:1:1: Unknown name "test". Did you mean "tests"?'],
  ['tests: [{ name: a, expect: none }]', 'a.yaml:1:9: A test needs one of "event"'],
  ['tests: [{ name: a, event: {}, file: x, expect: none }]', 'a.yaml:1:9: A test needs one of "event"'],
  ['tests: [{ event: {}, expect: none }]', 'a.yaml:1:9: A test needs a name'],
  ['tests: [{ name: a, event: {} }]', 'a.yaml:1:9: The test says nothing to expect'],
  [
    'tests:\n  - name: a\n    event: 5\n    expect: none',
    'a.yaml:3:12: "event" must be a map: the event\n        event: 5\n               ^',
  ],
  ['tests: [{ name: a, event: {}, expect: { rul: x } }]', 'a.yaml:1:41: Unknown name "rul". Did you mean "rule"?'],
  ['tests: [{ name: a, event: {}, expect: 5 }]', 'a.yaml:1:39: Expected must be "none"'],
  [
    'tests: [{ name: a, event: {}, expect: { rule: x, fields: { a: { b: c } } } }]',
    'a.yaml:1:63: A value must be a text',
  ],
  ['matching: some\ntests: [{}]', 'a.yaml:1:11: "matching" must be "first" or "all"'],
  ['source: x\ntests: [{}]', 'a.yaml:1:9: There are no logs of a source "x": use one of k8s_audit, '],
  ['defaults: 1\ntests: [{}]', 'a.yaml:1:11: "defaults" must be a map'],
  ['rules: [{}]\ntests: [{}]', 'a.yaml:1:9: "rules" must be paths of rules files'],
  ['defaults: &a {}\ntests: [*a]', 'a.yaml:2:9: Anchors are not read in tests'],
  ['tests: [\n', 'a.yaml:2:1: '],
  ['tests: 1\ntests: 2', 'a.yaml:2:1: Map keys must be unique'],
  [`tests: ${'['.repeat(5000)}`, 'This nests too deep'],
] as const)('says where a file of tests is wrong: %j', ([text, message]) => {
  expect(() => readRuleTests('a.yaml', text)).toThrow(message);
});

it('is written in the XML of JUnit', () => {
  const [passed, failed] = outcomes(
    `tests:\n  - { name: "a <b> & \\"c\\"\\x01", ${pod}, expect: Pod }\n  - { name: d, ${pod}, expect: none }\n`,
  );
  if (!passed || !failed) throw new Error('no outcomes');
  const timed = { ...passed, durationMs: 1234 };
  const xml = junitXml([
    { name: 'a.yaml', outcomes: [timed, failed] },
    { name: 'b.yaml', outcomes: [], error: 'x:1\n  ^' },
  ]);
  expect(xml.replace(/>"Pod"[^<]*|\n {2}\d\d:\d\d[^<]*/g, '')).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="tiercel rules test" tests="3" failures="1" errors="1" time="1.234">',
      '  <testsuite name="a.yaml" tests="2" failures="1" errors="0" time="1.234">',
      '    <testcase classname="a.yaml" name="a &lt;b&gt; &amp; &quot;c&quot;\ufffd" time="1.234"/>',
      '    <testcase classname="a.yaml" name="d" time="0.000">',
      '      <failure message="&quot;Pod&quot; fired, which was not expected.">&quot;Pod&quot; fired, which was not expected.</failure>',
      '    </testcase>',
      '  </testsuite>',
      '  <testsuite name="b.yaml" tests="1" failures="0" errors="1" time="0.000">',
      '    <testcase classname="b.yaml" name="b.yaml" time="0.000">',
      '      <error message="x:1&#10;  ^">x:1\n  ^</error>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n'),
  );
});
