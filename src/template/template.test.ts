import { describe, expect, it } from 'vitest';
import { parseTemplate } from './template.ts';
import { TemplateExecutionError, TemplateSyntaxError } from './template-error.ts';
import { printable, struct, TemplateFloat, type TemplateValue } from './value.ts';

function render(template: string, data?: TemplateValue): string {
  return parseTemplate(template).render(data);
}

function failure(template: string, data?: TemplateValue): unknown {
  try {
    return render(template, data);
  } catch (error) {
    return error;
  }
}

const event = struct(
  {
    Rule: 'Terminal shell',
    Priority: printable('Critical', 5n, 'types.PriorityType'),
    Time: printable('2026-11-24 10:00:00 +0000 UTC', undefined, 'time.Time'),
    OutputFields: { 'user.name': 'root', 'proc.pid': 42, 'evt.time': JSON.rawJSON('1507591916746609046') },
  },
  'types.FalcoPayload',
);

describe('errors', () => {
  it('says where a template cannot be parsed', () => {
    const error = failure('one\n  {{ .Rule }} {{ nosuch }}');
    expect(error).toBeInstanceOf(TemplateSyntaxError);
    expect(error).toMatchObject({ line: 2, column: 18, reason: 'function "nosuch" not defined' });
    expect(error).toHaveProperty('message', 'line 2, column 18: function "nosuch" not defined');
  });

  it('keeps what was rendered before an execution error', () => {
    const error = failure('Rule {{ .Rule }}\nby {{ .User }}!', event);
    expect(error).toBeInstanceOf(TemplateExecutionError);
    expect(error).toMatchObject({ partial: 'Rule Terminal shell\nby ', line: 2, column: 7 });
    expect(error).toHaveProperty(
      'message',
      "line 2, column 7, at <.User>: can't evaluate field User in type types.FalcoPayload",
    );
  });

  it('names the function that failed', () => {
    expect(failure('{{ index .OutputFields 1 }}', event)).toHaveProperty(
      'reason',
      'error calling index: value has type int; should be string',
    );
  });

  it('refuses complex numbers', () => {
    expect(failure('{{ 1i }}')).toHaveProperty('reason', 'complex numbers are not supported: "1i"');
    expect(failure('{{ 1+2i }}')).toHaveProperty('reason', 'complex numbers are not supported: "1+2i"');
  });
});

describe('values with a text of their own', () => {
  it.for([
    ['{{ .Priority }} at {{ .Time }}', 'Critical at 2026-11-24 10:00:00 +0000 UTC'],
    [
      '{{ printf "%v %s %q %x %d %T" .Priority .Priority .Priority .Priority .Priority .Priority }}',
      'Critical Critical "Critical" 437269746963616c 5 types.PriorityType',
    ],
    ['{{ printf "%t" .Priority }}', '%!t(types.PriorityType=5)'],
    ['{{ eq .Priority 5 }} {{ lt .Priority 4 }} {{ eq .Time .Time }}', 'true false true'],
    ['{{ if .Priority }}yes{{ end }} {{ range .Priority }}{{ . }}{{ end }}', 'yes 01234'],
    ['{{ print .Priority .Priority }}', 'Critical Critical'],
  ] as const)('%s', ([template, text]) => {
    expect(render(template, event)).toBe(text);
  });

  it('prints inside lists and maps as itself', () => {
    const priority = printable('Critical', 5n);
    expect(render('{{ . }} {{ printf "%d" . }}', [priority, { priority }])).toBe(
      '[Critical map[priority:Critical]] [5 map[%!d(string=priority):5]]',
    );
  });

  it('reads integers and floats that are none of JSON', () => {
    expect(
      render('{{ .i }} {{ printf "%03d" .i }} {{ .f }} {{ eq .i 7 }}', { i: 7n, f: new TemplateFloat(1e21) }),
    ).toBe('7 007 1e+21 true');
  });
});

it('prints floats that are no numbers as Go does', () => {
  const floats = [Infinity, -Infinity, NaN].map((value) => new TemplateFloat(value));
  expect(render('{{ . }}', floats)).toBe('[+Inf -Inf NaN]');
  expect(render('{{ range . }}{{ printf "%06.1f|%+v|% v|" . . . }}{{ end }}', floats)).toBe(
    '  +Inf|+Inf| Inf|  -Inf|-Inf|-Inf|   NaN|NaN| NaN|',
  );
});

describe('comparison of JSON numbers, which Go refuses or does by text', () => {
  const numbers = {
    five: 5,
    ten: 10,
    nine: 9,
    half: 0.5,
    whole: JSON.rawJSON('5.0'),
    big: JSON.rawJSON('9007199254740993'),
  };

  it.for([
    ['eq .five 5', 'true'],
    ['ne .five 5', 'false'],
    ['eq .five 5.0', 'true'],
    ['eq .whole 5', 'true'],
    ['eq .five .whole', 'true'],
    ['eq .half 0.5', 'true'],
    ['lt .nine .ten', 'true'],
    ['gt .ten 9', 'true'],
    ['ge 9 .ten', 'false'],
    ['le .ten 10', 'true'],
    ['eq .big 9007199254740993', 'true'],
    ['eq .big 9007199254740992', 'false'],
    ['gt .big 9007199254740992', 'true'],
    ['eq .five 4 "x" 5', 'true'],
    ['eq .five "5"', 'true'],
    ["eq .ten '\\n'", 'true'],
    ['eq .five nil', 'false'],
  ] as const)('%s is %s', ([expression, text]) => {
    expect(render(`{{ ${expression} }}`, numbers)).toBe(text);
  });

  it('still refuses what is no number', () => {
    expect(failure('{{ eq .five true }}', numbers)).toHaveProperty(
      'reason',
      'error calling eq: incompatible types for comparison: json.Number and bool',
    );
  });
});

describe('limits', () => {
  it.for([
    ['{{ range 1000000000 }}{{ end }}', 'the template does too much work'],
    ['{{ range 10000 }}{{ range 10000 }}{{ end }}{{ end }}', 'the template does too much work'],
    ['{{ range .list }}{{ range $.list }}{{ end }}{{ end }}', 'the template does too much work'],
    ['{{ range 100000 }}{{ len (slice $.text 1) }}{{ end }}', 'the template does too much work'],
    ['{{ range 100000 }}{{ printf "%1000s" "" }}{{ end }}', 'longer than 1048576 characters'],
    ['{{ printf "%900000d%900000d" 1 1 }}', 'longer than 1048576 characters'],
    ['{{ $x := "aaaaaaaaaaaaaaaa" }}{{ range 30 }}{{ $x = print $x $x }}{{ end }}', 'longer than 1048576 characters'],
    ['{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}', 'exceeded maximum template depth (400)'],
  ] as const)('%s fails', ([template, reason]) => {
    const data = { list: Array.from({ length: 1000 }, () => 'x'), text: 'é'.repeat(100_000) };
    expect(failure(template, data)).toHaveProperty('reason', expect.stringContaining(reason));
  });

  it('refuses to parse what is nested deeper than 100 levels', () => {
    expect(render(`{{ ${'('.repeat(100)}1${')'.repeat(100)} }}`)).toBe('1');
    expect(failure(`{{ ${'('.repeat(101)}1${')'.repeat(101)} }}`)).toHaveProperty(
      'reason',
      'nested deeper than 100 levels',
    );
    expect(failure('{{ if 1 }}'.repeat(101))).toHaveProperty('reason', 'nested deeper than 100 levels');
  });

  it('reads a long chain of else if', () => {
    expect(render(`{{ if 0 }}${'{{ else if 0 }}'.repeat(1000)}{{ else }}last{{ end }}`)).toBe('last');
  });

  it('fails on a value that contains itself', () => {
    const list: TemplateValue[] = [];
    list.push(list);
    expect(failure('{{ . }}', list)).toHaveProperty('reason', 'a value is nested deeper than 400 levels');
  });

  it('reads no property that a map only inherits', () => {
    expect(render('{{ .constructor }} {{ .toString }} {{ index . "__proto__" }}', {})).toBe(
      '<no value> <no value> <no value>',
    );
  });
});
