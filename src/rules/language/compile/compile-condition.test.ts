import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#kit/json.ts';
import { createRuleSetEvaluator } from '../evaluate/rule-set-evaluator.ts';
import { ConditionCompileError } from '../expression.ts';
import { parseCondition } from '../parse-condition.ts';
import { randomCondition, randomEvent } from '../testing/random-conditions.ts';
import { sampleEvent, sampleFields } from '../testing/sample-fields.ts';
import { compileCondition } from './compile-condition.ts';

/** What both evaluators say, which have to agree. */
function matches(condition: string, json: Json): boolean {
  const ast = parseCondition(condition);
  const event = sampleEvent(json);
  const outcome = compileCondition(ast, sampleFields).matches(event);
  expect(createRuleSetEvaluator([ast], sampleFields)(event)).toEqual(outcome ? [0] : []);
  return outcome;
}

const event: Json = {
  'x.text': 'shell',
  'x.other': 'shell',
  'x.path': '/api/v1/pods',
  'x.bytes': 'a\0b\u00ff',
  'x.flag': 'true',
  'x.ratio': '1.5',
  'x.int8': '-5',
  'x.int64': '-9007199254740993',
  'x.uint64': '18446744073709551615',
  'x.port': '443',
  'x.ip': '10.1.2.3',
  'x.net': '10.1.2.3',
  'ka.verb': '201',
  'l.texts': ['a', 'b'],
  'l.others': ['b', 'a', 'c'],
  'l.numbers': ['1', '2'],
  'l.ips': ['10.0.0.1', '::1'],
  'l.nets': ['10.0.0.1', '10.0.0.2'],
  'a.key[x]': 'keyed',
  'a.item[3]': 'third',
};

describe('a condition holds', () => {
  it.for([
    'x.text = shell',
    'x.text == "shell"',
    'x.text != Shell',
    'x.text exists',
    'x.text contains hel',
    'x.text contains ""',
    'x.text icontains HEL',
    'x.text icontains anyof (ZZ, HEL)',
    'x.text startswith sh',
    'x.text startswith ""',
    'x.text endswith ll',
    'x.text glob s*l?',
    'x.text iglob S[H]*',
    'x.text regex "s[[:alpha:]]+"',
    'x.text in (a, shell)',
    'x.text in shell',
    'x.text intersects (a, shell)',
    'ka.verb >= 200',
    'ka.verb < 3',
    'x.path pmatch (/api/v1)',
    'x.path pmatch (/x, /api/*)',
    'x.bytes contains "a"',
    'x.bytes bcontains 6100',
    'x.bytes bstartswith 610062',
    'x.flag = true',
    'x.flag != false',
    'x.ratio > 1',
    'x.ratio < 2',
    'x.int8 < 0',
    'x.int64 = -9007199254740993',
    'x.int64 != -9007199254740992',
    'x.uint64 = 18446744073709551615',
    'x.uint64 > 18446744073709551614',
    'x.uint64 in (1, 18446744073709551615)',
    'x.port = https',
    'x.port in (80, 443)',
    'x.ip = 10.1.2.3',
    'x.ip != ::1',
    'x.ip in (10.1.2.3)',
    'x.net = 10.0.0.0/8',
    'x.net in (11.0.0.0/8, 10.1.0.0/16)',
    'x.net != 2001:db8::/32',
    'l.texts in (a, b, c)',
    'l.texts intersects (b, x)',
    'l.numbers in (1, 2)',
    'l.ips intersects (::1)',
    'l.nets in (10.0.0.0/8)',
    'l.texts exists',
    'l.texts in val(l.others)',
    'x.text = val(x.other)',
    'x.text in val(x.other)',
    'x.text contains val(x.other)',
    'x.text = tolower("SHELL")',
    'toupper(x.text) = SHELL',
    'len(x.text) = 5',
    'len(l.texts) = 2',
    'basename(x.path) = pods',
    'a.key[x] = keyed',
    'a.item[3] = third',
    'x.text startswith oneof (s, x)',
    'x.text = anyof (a, shell)',
    'x.text != allof (a, b)',
    'x.text contains allof (s, hel)',
    'x.text regex anyof ("a", "s.*")',
    'not x.text = a',
    'not jevt.value = a',
    'x.text = a or x.text = shell',
    'x.text = shell and not (x.text = a or x.text = b)',
  ])('%s', (condition) => {
    expect(matches(condition, event)).toBe(true);
  });
});

describe('a condition fails', () => {
  it.for([
    'x.text = Shell',
    'x.text = x.other',
    'x.text != shell',
    'x.text contains Hel',
    'x.text icontains anyof ("h.l", "e|l", "(", "^s", "[h]")',
    'x.text startswith hell',
    'x.text glob hell',
    'x.text regex shel',
    'x.text in ()',
    'x.text in (a)',
    'ka.verb < 1000',
    'ka.verb >= 3',
    'x.path pmatch (/api/v)',
    'x.bytes = a',
    'x.ip = ::1',
    'x.ratio = 1',
    'x.uint64 < 18446744073709551615',
    'l.texts in (a)',
    'l.texts in ()',
    'l.texts intersects (c)',
    'l.texts intersects ()',
    'l.others in val(l.texts)',
    'x.text = oneof ()',
    'x.text != allof ()',
    'x.text = oneof (shell, shell)',
    'x.text contains oneof (s, hel)',
    'jevt.value exists',
    'jevt.value = a',
    'jevt.value != a',
    'jevt.value in ()',
    'jevt.value = val(x.text)',
    'x.text = val(jevt.value)',
    'len(jevt.value) = 0',
  ])('%s', (condition) => {
    expect(matches(condition, event)).toBe(false);
  });
});

describe('the bytes of a text', () => {
  it.for<readonly [condition: string, json: Json, isMatch: boolean]>([
    ['len(x.text) = 4', { 'x.text': '😀' }, true],
    ['x.text glob "????"', { 'x.text': '😀' }, true],
    ['x.text contains "\\x98"', { 'x.text': '😀' }, true],
    ['x.text startswith "\\xf0\\x9f"', { 'x.text': '😀' }, true],
    ['x.text = "\\xf0\\x9f\\x98\\x80"', { 'x.text': '😀' }, true],
    ['x.text = "a"', { 'x.text': 'a\0b' }, true],
    ['x.text icontains "É"', { 'x.text': 'é' }, false],
    ['x.text icontains anyof ("É", HEL)', { 'x.text': 'É' }, true],
    ['x.text icontains anyof (k, s)', { 'x.text': '\u212a\u017f' }, false],
    ['tolower(x.text) = "É"', { 'x.text': 'É' }, true],
    ['x.text < 5', { 'x.text': '\uff21' }, false],
    ['l.texts exists', { 'l.texts': [] }, false],
    ['not l.texts in (a)', { 'l.texts': [] }, true],
  ])('%s', ([condition, json, isMatch]) => {
    expect(matches(condition, json)).toBe(isMatch);
  });
});

describe('a condition is refused', () => {
  it.for([
    ['x.nothing = a', 'filter_check called with nonexistent field x.nothing'],
    ['x.nothing[a] = a', 'filter_check called with nonexistent field x.nothing[a]'],
    ['macro', "filter error: unexpected identifier 'macro'"],
    ['x.text[a] = b', 'the argument of x.text is a'],
    ['a.key = b', 'the argument of a.key is missing'],
    ['x.uint64 contains 1', "filter error: 'contains' operator not supported for numeric filters"],
    ['x.flag < 1', "filter error: '<' operator not supported for numeric filters"],
    ['x.text bcontains 61', "filter error: 'bcontains' operator not supported for string filters"],
    ['x.bytes glob a', "filter error: 'glob' operator not supported for buffer filters"],
    ['x.ip contains a', "filter error: 'contains' operator not supported for ip address and network filters"],
    [
      'x.ip contains oneof (a)',
      "filter error: 'contains' with modifier not supported for ip address and network filters",
    ],
    ['l.texts = a', "filter error: '=' operator not supported list filters"],
    ['l.texts == a', "filter error: '=' operator not supported list filters"],
    ['l.pids in (1)', "filter error: list filters are not supported for type 'INT64'"],
    ['x.uint64 = abc', 'abc is not a valid number'],
    ['x.flag = yes', 'filter error: unrecognized boolean value yes'],
    ['x.ip = 1.2.3', 'unrecognized IPv4 address 1.2.3'],
    ['x.bytes bcontains 6', 'filter error: bcontains and bstartswith operator support hex strings only'],
    ['x.text = "\\x00"', 'filter error: filter value cannot contain a NUL byte (\\x00)'],
    ['x.text regex "\\\\d"', 'invalid regex pattern: invalid escape sequence: \\d'],
    ['x.text regex "\\xff"', 'invalid regex pattern: invalid UTF-8'],
    ['x.path pmatch val(x.path)', "operator 'PMATCH' doesn't support right-hand side fields"],
    ['x.text regex val(x.text)', "operator 'REGEX' doesn't support right-hand side fields"],
    ['x.net = val(x.net)', "field type 'IPNET' doesn't support right-hand side fields"],
    [
      'x.text = val(x.uint64)',
      "field 'x.text' has type 'CHARBUF' while the right-hand side field 'x.uint64' has incompatible type 'UINT64'",
    ],
    [
      'x.text in val(l.texts)',
      "field 'x.text' has type 'CHARBUF' while the right-hand side field 'l.texts' has incompatible type 'CHARBUF (list)'",
    ],
  ] as const)('%s', ([condition, message]) => {
    expect(() => compileCondition(parseCondition(condition), sampleFields)).toThrow(
      new ConditionCompileError(message, start),
    );
    expect(() => createRuleSetEvaluator([parseCondition(condition)], sampleFields)).toThrow(message);
  });

  const start = { offset: 0, line: 1, column: 1 };

  it('at the place of the check', () => {
    const compile = (): unknown => compileCondition(parseCondition('x.text = a and\n  x.flag = 1'), sampleFields);
    expect(compile).toThrow(expect.objectContaining({ position: { offset: 17, line: 2, column: 3 } }));
  });
});

describe('a condition is warned of', () => {
  const regexWarning = (pattern: string): string =>
    `regex check with '${pattern}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`;
  it.for([
    ['x.text = a', []],
    ['x.text = x.other', ["'x.other' may be a valid field misused as a const string value"]],
    ['x.text = " x. other"', ["' x. other' may be a valid field misused as a const string value"]],
    ['x.text in (x.other, "a.key[x]")', ["'x.other' may be a valid", "'a.key[x]' may be a valid"]],
    ['x.text = "a.key"', []],
    ['x.text = "tolower(x)"', ["'tolower(x)' may be a valid field transformer misused as a const string value"]],
    ['x.text regex abc', [regexWarning('abc')]],
    ['x.text regex "^abc$"', [regexWarning('^abc$')]],
    ['x.text regex ".*abc.+"', [regexWarning('.*abc.+')]],
    ['x.text regex "a.*b"', []],
    ['x.text regex "a|b"', []],
    ['ka.verb = <NA>', ['']],
    ['ka.verb in (a, <NA>)', ['']],
    ['tolower(jevt.value) != <NA> and ka.verb = <NA>', ['']],
    ['x.text = <NA>', []],
    ['ka.verb startswith <NA>', []],
  ] as const)('%s', ([condition, messages]) => {
    const { warnings } = compileCondition(parseCondition(condition), sampleFields);
    expect(warnings.map(({ message }) => message)).toEqual(messages.map((message) => expect.stringContaining(message)));
    for (const { code, message } of warnings) {
      expect(code).toBe(message === '' ? 'LOAD_UNSAFE_NA_CHECK' : 'LOAD_COMPILE_CONDITION');
    }
  });
});

describe('macros', () => {
  const macros = new Map([
    ['inner', parseCondition('x.text = shell')],
    ['outer', parseCondition('inner and not missing or inner')],
    ['missing', parseCondition('jevt.value exists')],
    ['loop', parseCondition('inner and loop')],
  ]);

  it('stand for their conditions', () => {
    expect(compileCondition(parseCondition('outer'), sampleFields, macros).matches(sampleEvent(event))).toBe(true);
  });

  it('do not stand for themselves', () => {
    const message = "reference loop in macro 'loop'";
    expect(() => compileCondition(parseCondition('loop'), sampleFields, macros)).toThrow(message);
    expect(() => createRuleSetEvaluator([parseCondition('loop')], sampleFields, { macros })).toThrow(message);
  });

  it('that double each other neither fill the memory nor the stack', () => {
    const doubling = new Map([['m0', parseCondition('x.text = x.other')]]);
    for (let level = 1; level < 100; level++) {
      doubling.set(`m${level}`, parseCondition(`m${level - 1} or m${level - 1}`));
    }
    const { warnings } = compileCondition(parseCondition('m99'), sampleFields, doubling);
    expect(warnings).toHaveLength(1000);
    const evaluate = createRuleSetEvaluator([parseCondition('m99')], sampleFields, { macros: doubling });
    expect(evaluate(sampleEvent({ 'x.text': 'a' }))).toEqual([]);
    const deep = new Map([['m0', parseCondition('x.text = a')]]);
    for (let level = 1; level < 5000; level++) deep.set(`m${level}`, parseCondition(`not m${level - 1}`));
    const message = 'exceeded max depth limit of 1000';
    expect(() => compileCondition(parseCondition('m4999'), sampleFields, deep)).toThrow(message);
    expect(() => createRuleSetEvaluator([parseCondition('m4999')], sampleFields, { macros: deep })).toThrow(message);
  });
});

it('never throws at an event', () => {
  fc.assert(
    fc.property(randomCondition, randomEvent, (condition, json) => {
      expect(typeof compileCondition(condition, sampleFields).matches(sampleEvent(json))).toBe('boolean');
    }),
  );
});
