import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { createEnrichment, noEnrichment } from './enrich.ts';
import { readFalcoAlert } from './falco-json.ts';
import { stringField } from './fields.ts';
import { readPlainAlert } from './plain-alert.ts';

const enrich = createEnrichment(noEnrichment, () => 'uuid');
const general = (text: string) => enrich(readFalcoAlert(readJson(text, { maxDepth: 10 })));
const plain = (text: string) => {
  const found = readPlainAlert(text, 0);
  return found && enrich(found.alert);
};

const head = '"output":"o","priority":"Notice","rule":"r","time":"2026-01-31T12:00:00.5Z"';
const falco = `{"hostname":"node-1","output":"10:00:00.123456789: Notice <NA> \\"sh\\" & more","output_fields":{"container.id":"<NA>","evt.time":1507591916746609046,"fd.num":1.0,"k8s.ns.name":null,"proc.cmdline":"sh -c \\"a\\\\b\\"","user.known":true},"priority":"Warning","rule":"A shell","source":"syscall","tags":["a","b"],"time":"2026-01-31T12:00:00.123456000Z"}`;

it('reads what Falco writes as the general reader does', () => {
  const alert = plain(falco);
  expect(alert).toBeDefined();
  const expected = general(falco);
  expect(alert?.json).toBe(expected.json);
  expect({ ...alert }).toEqual({ ...expected });
  expect(alert?.outputFields).toEqual(expected.outputFields);
});

describe('leaves to the general reader', () => {
  it.for([
    ['spaces', `{ ${head},"output_fields":{"a":1}}`],
    ['unknown keys', `{${head},"more":1,"output_fields":{"a":1}}`],
    ['keys in another case', `{${head.replace('rule', 'Rule')},"output_fields":{"a":1}}`],
    ['keys given twice', `{${head},"rule":"other","output_fields":{"a":1}}`],
    ['fields given twice', `{${head},"output_fields":{"a":1},"output_fields":{"a":2}}`],
    ['fields that are not sorted', `{${head},"output_fields":{"b":1,"a":1}}`],
    ['fields named twice', `{${head},"output_fields":{"a":1,"a":1}}`],
    ['fields named like numbers', `{${head},"output_fields":{"1":1}}`],
    ['nested fields', `{${head},"output_fields":{"a":{"b":1}}}`],
    ['escapes Go writes differently', `{${head},"output_fields":{"a":"\\u0041\\/"}}`],
    ['characters outside the basic plane', `{${head},"output_fields":{"a":"😀"}}`],
    ['line separators', `{${head},"output_fields":{"a":"\u2028"}}`],
    ['control characters', `{${head},"output_fields":{"a":"\t"}}`],
    ['no fields', `{${head}}`],
    ['another priority', `{${head.replace('Notice', 'Loud')},"output_fields":{"a":1}}`],
    ['a time that is none', `{${head.replace('-31T', '-32T')},"output_fields":{"a":1}}`],
    ['text that is cut off', `{${head},"output_fields":{"a":"`],
    ['null', `{${head},"hostname":null,"output_fields":{"a":1}}`],
    ['escapes that are not JSON', `{${head},"hostname":"\\x","output_fields":{"a":1}}`],
  ] satisfies [string, string][])('%s', ([, text]) => {
    expect(readPlainAlert(text, 0)).toBeUndefined();
  });
});

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('<NA>', '"', '\\', '\\"', ',"k8s.ns.name":"x', 'é'),
);
const value = fc.oneof(word, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const fields = fc.dictionary(fc.oneof(word, fc.constantFrom('k8s.ns.name', 'proc.name')), value, { maxKeys: 6 });

it('never reads anything else than the general reader', () => {
  let plainOnes = 0;
  fc.assert(
    fc.property(word, word, fields, fc.array(word, { maxLength: 3 }), (output, rule, found, tags) => {
      const sorted = Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const time = '2026-01-31T12:00:00Z';
      const text = JSON.stringify({
        hostname: 'h',
        output,
        output_fields: sorted,
        priority: 'Notice',
        rule,
        tags,
        time,
      });
      const read = readPlainAlert(text, 0);
      if (!read || Object.keys(found).length === 0) return;
      plainOnes++;
      const alert = enrich(read.alert);
      const expected = general(text);
      expect(alert.json).toBe(expected.json);
      expect(stringField(alert, 'k8s.ns.name')).toBe(stringField(expected, 'k8s.ns.name'));
      expect(alert.outputFields).toEqual(expected.outputFields);
    }),
    { numRuns: 2000 },
  );
  expect(plainOnes).toBeGreaterThan(100);
});

it('reads on where another alert begins', () => {
  const first = readPlainAlert(`${falco}\n${falco}`, 0);
  expect(first?.end).toBe(falco.length + 1);
  expect(readPlainAlert(`${falco}\n${falco}`, falco.length + 1)?.end).toBe(falco.length * 2 + 1);
});
