import { expect, it } from 'vitest';
import { parseTemplate } from './template.ts';
import { struct, TemplateVerbatim } from './value.ts';

const data = struct({ A: 'a"b', M: { 'k"': 'v' }, V: new TemplateVerbatim('{"x":1}') });
const escape = (text: string) => text.replaceAll('"', String.raw`\"`);

it.for([
  ['"{{ .A }}"', String.raw`"a\"b"`],
  ['{{ slice .A 0 2 }}|{{ printf "%.2s" .A }}', String.raw`a\"|a\"`],
  ['{{ if eq .A "a\\"b" }}same{{ end }}', 'same'],
  ['{{ range $k, $v := .M }}{{ $k }}={{ $v }}{{ end }}', String.raw`k\"=v`],
  ['{{ $x := .A }}{{ $x }}', String.raw`a\"b`],
  ['{{ define "t" }}"{{ . }}"{{ end }}{{ template "t" .A }}', String.raw`"a\"b"`],
  ['{{ .V }}', '{"x":1}'],
  ['{{ print .V }}', String.raw`{\"x\":1}`],
  ['{{ if .V }}yes{{ end }}', 'yes'],
] as const)('%s is written through the escape', ([template, text]) => {
  expect(parseTemplate(template).render(data, escape)).toBe(text);
});

it('leaves texts as they are without one', () => {
  expect(parseTemplate('{{ .A }}').render(data)).toBe('a"b');
});

it('counts what is verbatim by the work, not by the length of what a template may make', () => {
  const long = struct({ V: new TemplateVerbatim('x'.repeat(3_000_000)) });
  expect(parseTemplate('{{ .V }}y').render(long)).toHaveLength(3_000_001);
  expect(() => parseTemplate('{{ range 100 }}{{ $.V }}{{ end }}').render(long)).toThrow('too much work');
});
