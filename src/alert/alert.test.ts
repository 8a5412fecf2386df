import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { createEnrichment, noEnrichment, type EnrichmentSettings } from './enrich.ts';
import { readFalcoAlert } from './falco-json.ts';
import { formatOutput } from './output-field-format.ts';
import { isAtLeast, parsePriority, priorities, priorityNumber } from './priority.ts';
import { readStoredAlert } from './stored-alert.ts';
import { humanTime, isZeroTime, parseTime, unixMilliseconds, unixNanoseconds } from './time.ts';
import { cutToBytes } from './truncate.ts';

const enriched = (text: string, settings: Partial<EnrichmentSettings> = {}) =>
  createEnrichment({ ...noEnrichment, ...settings }, () => 'uuid-1')(readFalcoAlert(readJson(text, { maxDepth: 50 })));

const shell = `{"hostname":"node-1","output":"16:31:56.746609046: Error <shell> & more","priority":"info",
  "rule":"Terminal shell","source":"syscall","tags":["shell","container"],"time":"2026-11-20T10:00:00.120000000Z",
  "output_fields":{"proc.name":"bash","evt.time":1507591916746609046,"proc.aname[2]":"sshd"},"extra":{"n":1.0}}`;

describe('reading and writing', () => {
  it('gives the bytes Falcosidekick would forward', () => {
    expect(enriched(shell).json).toBe(
      '{"uuid":"uuid-1","output":"16:31:56.746609046: Error \\u003cshell\\u003e \\u0026 more","priority":"Informational",' +
        '"rule":"Terminal shell","time":"2026-11-20T10:00:00.12Z","output_fields":{"evt.time":1507591916746609046,' +
        '"proc.aname[2]":"sshd","proc.name":"bash"},"source":"syscall","tags":["container","shell"],"hostname":"node-1"}',
    );
  });

  it('keeps unknown keys without forwarding them', () => {
    const alert = enriched(shell);
    expect(alert.json).not.toContain('extra');
    expect(JSON.stringify(alert.unknown)).toBe('{"extra":{"n":1.0}}');
    expect(readStoredAlert(alert.json, JSON.stringify(alert.unknown))).toEqual(alert);
  });

  it('takes keys in any case and null as absent', () => {
    const alert = enriched(
      '{"Rule":"r","PRIORITY":"ERROR","Time":"2026-01-01T00:00:00Z","output_FIELDS":{"a":1},"tags":null}',
    );
    expect(alert).toMatchObject({ rule: 'r', priority: 'Error', output: '', source: 'syscalls', hostname: '' });
  });

  it('cannot be changed', () => {
    const alert = enriched(shell);
    expect(() => Object.assign(alert.outputFields, { a: 1 })).toThrow(TypeError);
    expect(() => Object.assign(alert, { rule: 'x' })).toThrow(TypeError);
  });

  it.for([
    ['[]', /must be a JSON object/],
    ['{}', /"priority" must be one of/],
    ['{"priority":"warn","rule":"r","time":"2026-01-01T00:00:00Z","output_fields":{"a":1}}', /"priority" must be/],
    ['{"priority":"error","rule":"","time":"2026-01-01T00:00:00Z","output_fields":{"a":1}}', /"rule" is missing/],
    ['{"priority":"error","rule":"r","output_fields":{"a":1}}', /"time" is missing/],
    ['{"priority":"error","rule":"r","time":"0001-01-01T00:00:00Z","output_fields":{"a":1}}', /"time" is missing/],
    ['{"priority":"error","rule":"r","time":1,"output_fields":{"a":1}}', /"time" must be an RFC 3339/],
    ['{"priority":"error","rule":"r","time":"2026-01-01T00:00:00Z"}', /"output_fields" is missing/],
    ['{"rule":1}', /"rule" must be a string/],
    ['{"tags":"a"}', /"tags" must be an array/],
    ['{"tags":[1]}', /"tags" must be an array/],
    ['{"output_fields":[]}', /"output_fields" must be an object/],
    ['{"uuid":7}', /"uuid" must be a string/],
  ] as const)('refuses %s', ([text, message]) => {
    expect(() => enriched(text)).toThrow(message);
  });
});

describe('enrichment', () => {
  it('adds fields and tags, and lets them make up for missing ones', () => {
    const alert = enriched('{"priority":"error","rule":"r","time":"2026-01-01T00:00:00Z","tags":["z"]}', {
      customfields: { env: 'prod' },
      customtags: ['a'],
      templatedfields: { copy: (fields) => `${JSON.stringify(fields['env'])}!` },
    });
    expect(alert.outputFields).toEqual({ copy: '"prod"!', env: 'prod' });
    expect(alert.tags).toEqual(['a', 'z']);
  });

  it('calls the source of the test rule internal', () => {
    const text =
      '{"priority":"error","rule":"Test rule","source":"x","time":"2026-01-01T00:00:00Z","output_fields":{"a":1}}';
    expect(enriched(text).source).toBe('internal');
  });

  it('replaces brackets in the names of fields', () => {
    expect(Object.keys(enriched(shell, { bracketreplacer: '_' }).outputFields)).toContain('proc.aname_2');
  });

  it('truncates as upstream only when asked', () => {
    const long = shell.replace('"bash"', JSON.stringify('ä'.repeat(3000)));
    expect(enriched(long).outputFields['proc.name']).toHaveLength(3000);
    expect(enriched(long, { truncatefields: true }).outputFields['proc.name']).toBe(`${'ä'.repeat(253)}[...]`);
    expect(enriched(shell, { truncatefields: true })).toEqual(enriched(shell));
  });
});

describe('outputfieldformat', () => {
  const values = { priority: 'Error' as const, customFields: 'a=b', templatedFields: '', tags: ['x', 'y'] };

  it.for([
    ['16:31:56.746609046: Error File opened (user=root)', '16:31:56.746609046 Error File opened (user=root) a=b [x,y]'],
    ['2024-01-01T16:31:56.746609046+0000: Error Opened', '2024-01-01T16:31:56.746609046+0000 Error Opened a=b [x,y]'],
    ['This is a test', 'This is a test'],
  ] as const)('%s', ([output, expected]) => {
    expect(formatOutput(output, '<timestamp> <priority> <output> <custom_fields> [<tags>]', values)).toBe(expected);
  });

  it('removes what empty tokens leave behind', () => {
    expect(formatOutput('1:1.1: Error x', '<output> (<templated_fields>)', values)).toBe('x');
  });
});

describe('time', () => {
  it.for([
    ['2001-01-01T01:10:00Z', '2001-01-01T01:10:00Z', '2001-01-01 01:10:00 +0000 UTC'],
    ['2001-01-01T01:10:00.500+02:00', '2001-01-01T01:10:00.5+02:00', '2001-01-01 01:10:00.5 +0200 +0200'],
    [
      '2024-02-29T23:59:59.123456789+00:00',
      '2024-02-29T23:59:59.123456789Z',
      '2024-02-29 23:59:59.123456789 +0000 UTC',
    ],
  ] as const)('%s', ([text, canonical, human]) => {
    expect(parseTime(text)).toBe(canonical);
    expect(humanTime(canonical)).toBe(human);
  });

  it.for([
    '',
    '2001-01-01',
    '2001-01-01 01:10:00Z',
    '2001-01-01t01:10:00z',
    '2001-01-01T1:10:00Z',
    '2001-01-01T01:10:00',
    '2001-02-29T00:00:00Z',
    '2001-01-01T24:00:00Z',
    '2001-01-01T01:10:00,5Z',
    '2001-13-01T00:00:00Z',
    '2001-01-01T00:00:00+24:00',
  ])('refuses %j', (text) => expect(parseTime(text)).toBeUndefined());

  it('counts nanoseconds exactly, before 1970 too', () => {
    expect(unixNanoseconds('2001-01-01T01:10:00.000000001Z')).toBe(978311400000000001n);
    expect(unixNanoseconds('1969-12-31T23:59:59.5Z')).toBe(-500_000_000n);
    expect(unixMilliseconds('2001-01-01T03:10:00.25+02:00')).toBe(978311400250);
    expect(isZeroTime('0001-01-01T00:00:00Z')).toBe(true);
    expect(isZeroTime('0001-01-01T00:00:00.000000001Z')).toBe(false);
  });
});

it('knows the priorities in any case', () => {
  expect(priorities.map(priorityNumber)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(parsePriority('eMERgency')).toBe('Emergency');
  expect(parsePriority('INFO')).toBe('Informational');
  expect(parsePriority('warn')).toBeUndefined();
  expect(isAtLeast('Error', 'Warning')).toBe(true);
  expect(isAtLeast('Notice', 'Warning')).toBe(false);
});

it('cuts text between characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, bytes) => {
      const cut = cutToBytes(text, bytes);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
      expect(text.startsWith(cut)).toBe(true);
    }),
  );
});
