import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { readJson } from '#kit/json-read.ts';
import { renderAlert } from '#outputs/alert-template.ts';
import { parseTemplate } from '#template/template.ts';

/**
 * A template is what the operator wrote. What an attacker writes (a command line, a file name) comes out of it as it went
 * in, however often a text goes through templates on its way.
 */

const action = fc.constantFrom(
  '{{ .Hostname }}',
  '{{.Output}}',
  '{{ index .OutputFields "secret" }}',
  '{{ printf "%1000000d" 1 }}',
  '{{ template "x" . }}',
  '{{ define "x" }}owned{{ end }}',
  '{{ range $i, $e := .Tags }}{{ $e }}{{ end }}',
  '{{- /* */ -}}',
  '{{`{{`}}',
  '{{ js "x" }}',
  '{{',
  '}}',
  '{{"{{"}}.Rule}}',
  '<timestamp> <custom_fields> %HOME ${HOME}',
);
const hostile = fc
  .array(fc.oneof(action, fc.string({ unit: 'grapheme', maxLength: 8 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

const same = (text: string) => text;

function alertOf(text: string, templatedfields: Readonly<Record<string, string>> = {}) {
  const templates = Object.entries(templatedfields).map(([name, source]) => {
    const template = parseTemplate(source);
    return [name, (fields: Parameters<typeof template.render>[0]) => template.render(fields)] as const;
  });
  const enrich = createEnrichment({ ...noEnrichment, templatedfields: Object.fromEntries(templates) }, () => 'uuid');
  const falco = {
    output: text,
    priority: 'Error',
    rule: text || 'x',
    time: '2026-11-24T10:00:00Z',
    hostname: 'host-of-the-operator',
    tags: [text],
    output_fields: { text, secret: 'not for everybody' },
  };
  return enrich(readFalcoAlert(readJson(JSON.stringify(falco), { maxDepth: 10 })));
}

it('puts texts of an alert into a message as they are, each time the message is rendered', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const alert = alertOf(text);
      const template = parseTemplate(
        '[{{ .Output }}|{{ .Rule }}|{{ index .OutputFields "text" }}|{{ index .Tags 0 }}]',
      );
      const once = renderAlert(template, alert, same);
      expect(once).toBe(`[${alert.output}|${alert.rule}|${text}|${alert.tags[0]}]`);
      const twice = renderAlert(template, alertOf(once), same);
      expect(twice).toContain(`[${once}|`);
    }),
    { numRuns: 2000 },
  );
});

it('puts them into templated fields and those into messages, and evaluates nothing on the way', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const alert = alertOf(text, { owner: 'owner of {{ .text }}' });
      expect(alert.outputFields['owner']).toBe(`owner of ${text}`);
      const template = parseTemplate('{{ index .OutputFields "owner" }}');
      expect(renderAlert(template, alert, same)).toBe(`owner of ${text}`);
    }),
    { numRuns: 2000 },
  );
});

it('gives a template no way to anything but the alert', () => {
  for (const name of ['env', 'exec', 'include', 'readFile', 'lookup', 'getHostByName', 'fromYaml', 'tpl']) {
    expect(() => parseTemplate(`{{ ${name} "x" }}`)).toThrow(`"${name}" not defined`);
  }
  const alert = alertOf('text');
  for (const path of ['.constructor', '.__proto__', '.Output.constructor', '.toString', '.OutputFields.constructor']) {
    expect(renderAlert(parseTemplate(`{{ ${path} }}`), alert, same)).not.toMatch(/function|native|\[object/);
  }
});
