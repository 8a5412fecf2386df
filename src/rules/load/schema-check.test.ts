import { describe, expect, it } from 'vitest';
import { readYaml } from './read-yaml.ts';
import { schemaStatus } from './schema-check.ts';

const type = "Value type not permitted by 'type' constraint.";
const enumeration = 'Failed to match against any enum values.';
const property = (name: string) => `Failed to validate against schema associated with property name '${name}'.`;
const unwanted = (name: string) =>
  `Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '${name}'.`;

/** What is said of the first item, without what follows from that. */
function statusOf(item: string): readonly string[] {
  const status = readYaml(`- ${item}`).flatMap(schemaStatus);
  return status
    .map((text) => text.replace('failed for <root>', ''))
    .filter((text) => text !== ': Failed to validate item #0 in array.');
}

describe('schemaStatus', () => {
  it.each([
    ['{rule: r, desc: d, condition: c, output: o, priority: INFO, enabled: true, tags: [a, 1]}', ['ok']],
    ['{rule: r, priority: info}', [`[0][priority]: ${enumeration}`, `[0]: ${property('priority')}`]],
    [
      '{rule: r, priority: [INFO]}',
      [`[0][priority]: ${enumeration}`, `[0][priority]: ${type}`, `[0]: ${property('priority')}`],
    ],
    ['{rule: r, enabled: yes}', [`[0][enabled]: ${type}`, `[0]: ${property('enabled')}`]],
    ['{rule: r, capture_duration: 12}', ['ok']],
    ['{rule: r, capture_duration: 0x12}', [`[0][capture_duration]: ${type}`, `[0]: ${property('capture_duration')}`]],
    ['{rule: r, x: y}', [`[0]: ${unwanted('x')}`]],
    ['{rule: r, rule: s}', [`[0]: ${unwanted('')}`]],
    ['{list: l, items: a}', [`[0][items]: ${type}`, `[0]: ${property('items')}`]],
    ['{list: l, items: }', [`[0][items]: ${type}`, `[0]: ${property('items')}`]],
    [
      '{rule: r, exceptions: [{fields: x}]}',
      [
        "[0][exceptions][0]: Missing required property 'name'.",
        '[0][exceptions]: Failed to validate item #0 in array.',
        `[0]: ${property('exceptions')}`,
      ],
    ],
    ['{rule: r, exceptions: [{name: e, fields: [[x]], comps: , values: {a: b}}]}', ['ok']],
    [
      '{rule: r, override: {}}',
      ['[0][override]: Object should have no fewer than 1 properties.', `[0]: ${property('override')}`],
    ],
    [
      '{rule: r, override: {desc: merge}}',
      [`[0][override][desc]: ${enumeration}`, `[0][override]: ${property('desc')}`, `[0]: ${property('override')}`],
    ],
    ['{required_plugin_versions: [{name: a, version: 1, alternatives: [{name: b, version: 2}]}]}', ['ok']],
    ['text', [`[0]: ${type}`]],
    ['null', [`[0]: ${type}`]],
  ])('%s', (item, expected) => {
    expect(statusOf(item)).toEqual(expected);
  });

  it.each([
    ['x: y', [`failed for <root>: ${type}`]],
    [
      '---\n---\n- a: b',
      [
        `failed for <root>: ${type}`,
        `failed for <root>[0]: ${unwanted('a')}`,
        'failed for <root>: Failed to validate item #0 in array.',
      ],
    ],
    ['', []],
  ])('of the documents %j', (text, expected) => {
    expect(readYaml(text).flatMap(schemaStatus)).toEqual(expected);
  });

  it('ends after a thousand', () => {
    expect(readYaml('- x\n'.repeat(3000)).flatMap(schemaStatus).length).toBeLessThan(1010);
  });
});
