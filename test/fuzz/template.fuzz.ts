import assert from 'node:assert/strict';
import type { Json } from '#kit/json.ts';
import { JsonSyntaxError, readJson } from '#kit/json-read.ts';
import { maxTextLength } from '#template/budget.ts';
import { parseTemplate, type Template } from '#template/template.ts';
import { printable, struct, type TemplateValue } from '#template/value.ts';
import { TemplateExecutionError, TemplateSyntaxError } from '#template/template-error.ts';
import { pieces, type FuzzTarget } from './fuzz-target.ts';

/** Prints `5-entered` if it is ever rendered. As a value of an alert it never must be. */
const evil = '{{ len "abcde" }}-entered';
const fields = { 'proc.name': 'bash', n: 12, list: ['a', evil], map: { a: evil, b: null }, yes: true, evil };
/** What outputs render; fields alone are what enrichment renders. */
const event = struct({
  ...fields,
  five: 5n,
  Priority: printable('Critical', 6n, 'types.PriorityType'),
  Time: printable('2026-11-20 10:00:00 +0000 UTC', undefined, 'time.Time'),
});

/** A template, and after a NUL the fields it reads, as JSON. */
export const target: FuzzTarget = {
  name: 'template',
  about: 'templates of the configuration over fields of alerts',
  covers: ['src/template/'],
  dictionary: pieces(String.raw`
    {{ }} {{-␣ ␣-}} {{end}} {{else}} {{.a}} {{range␣.list}} {{if␣.yes}} {{with␣.map}} {{/*␣*/}} {{define␣"t"}}
    {{template␣"t"␣.}} {{block␣"b"␣.}} {{break}} {{continue}} {{else␣if␣.n}} $x␣:=␣ $x␣=␣ $i,␣$x␣:=␣ print␣
    printf␣"%v"␣ println␣ index␣ slice␣ len␣ html␣ js␣ urlquery␣ call␣ not␣ and␣ or␣ eq␣ ne␣ lt␣ le␣ gt␣ ge␣ ( )
    ␣|␣ .evil .list .map .five .Priority .Time $ nil true ´raw´ "text" '\x41' %d %q %x %+v %#v %T %t %c %U %e %g %08.3f %-10s %[2]d %*d
    %% %! 0x1p3 1_000 0b11 0o17 1e9 -1.5 1i .Float64 .Int64 .String ␀{"a":1}
  `),
  seeds: () => [
    '{{ .evil }} {{ index .list 1 }} {{ .map }} {{ printf "%v %q %d" .n .evil 3 }}',
    '{{ range $i, $x := .list }}{{ if $i }}, {{ end }}{{ $x | html | js | urlquery }}{{ else }}none{{ end }}',
    '{{ define "t" }}<{{ . }}>{{ if . }}{{ template "t" "" }}{{ end }}{{ end }}{{ template "t" .evil }}{{ block "b" .n }}{{ . }}{{ end }}',
    '{{ with $m := .map }}{{ $m.a }}{{ slice $m.a 0 2 }}{{ else with .list }}{{ . }}{{ end }}{{- /* c */ -}} {{ len .list }}',
    '{{ if and (eq .n "12") (lt 1 2) (not .no) }}{{ printf "%08.3f|%-10s|%x|%+d" 3.14159 .evil "hi" 7 }}{{ end }}',
    '{{ .Priority }} {{ if ge .Priority .five }}{{ .Time | printf "%s %v %q" }}{{ end }}{{ eq .Time .Time }} {{ .Nosuch }}',
    "{{ range .list }}{{ break }}{{ end }}{{ range 3 }}{{ continue }}{{ end }}{{ print 1 nil true 'a' 0x1p3 `r` }}",
    '{{ printf "%[2]*[1]d %c %U %e %g %t %T %#v" 1 5 65 65 1.5 2.5 true .list .map }}\0{"list":[1.0,{"a":null}],"map":{}}',
    '{{',
    '{{ . ',
    '{{ end }}',
    '{{ .a.b.c }}',
    '{{ nofunc }}',
    '{{ index .list 9 }}',
    '{{ range 1000000 }}x{{ end }}',
    'plain',
    '{{ $x := 1 }}{{ range .list }}{{ $x = . }}{{ end }}{{ $x }}\0{"list":["a","b"]}',
  ],
  maxBytes: 2048,
  // The budget of a rendering lets a template work for about 0.1 s; coverage and a busy machine make that several times as much.
  maxMs: 1000,
  run(input) {
    const text = Buffer.from(input).toString();
    const [source = '', json] = text.split('\0');
    const template = parsed(source);
    if (!template) return;
    const rendered = renderedText(template, json === undefined ? event : fieldsOf(json));
    assert.ok(rendered.isWellFormed(), 'what is rendered is well-formed');
    assert.ok(rendered.length <= 2 * maxTextLength, 'what is rendered is bounded');
    if (!source.includes('entered') && json === undefined) {
      assert.ok(!rendered.includes('5-entered'), 'a value of an alert is no template');
    }
    const beginning = rendered.slice(0, 1000).toWellFormed();
    assert.equal(renderedText(parseTemplate('{{ . }}'), beginning), beginning, 'what was rendered is no template');
  },
};

function parsed(source: string): Template | undefined {
  try {
    return parseTemplate(source);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    assert.ok(error.line >= 1 && error.column >= 1 && error.message !== '', 'a syntax error says where');
    return undefined;
  }
}

function renderedText(template: Template, data: TemplateValue): string {
  try {
    return template.render(data);
  } catch (error) {
    if (!(error instanceof TemplateExecutionError)) throw error;
    assert.ok(error.message.isWellFormed(), 'a message is well-formed');
    return error.partial;
  }
}

function fieldsOf(json: string): Json {
  try {
    return readJson(json, { maxDepth: 32 });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return fields;
  }
}
