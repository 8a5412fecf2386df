import { describe, expect, it } from 'vitest';
import { readYaml } from './read-yaml.ts';
import { textOf, type YamlNode } from './yaml-node.ts';
import { findingsOf, loadText, rule } from './testing/load-text.ts';

/** The plain values of a node, `null` for null. */
function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'sequence':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries([...node.values].map(([key, value]) => [key, plain(value)]));
    case 'null':
      return null;
  }
}

describe('readYaml', () => {
  it.each([
    [
      'scalars are their text',
      '[0xC9, 201.0, True, 1_000, ~x, 2024-01-01]',
      ['0xC9', '201.0', 'True', '1_000', '~x', '2024-01-01'],
    ],
    ['plain null is null in four spellings', '[null, Null, NULL, ~, nUll]', [null, null, null, null, 'nUll']],
    ['quoted null is text', `["null", '~', ""]`, ['null', '~', '']],
    ['tagged null is text', '[!!str null]', ['null']],
    ['nothing is null', 'a:\nb: [x]', { a: null, b: ['x'] }],
    ['of duplicate keys the first wins', 'a: 1\nb: 2\na: 3', { a: '1', b: '2' }],
    ['aliases are what they stand for', 'a: &x [1, 2]\nb: *x', { a: ['1', '2'], b: ['1', '2'] }],
    ['later anchors of a name count later', '[&x 1, *x, &x 2, *x]', ['1', '1', '2', '2']],
    ['folded text', 'a: >\n  one\n  two\n', { a: 'one two\n' }],
    ['literal text', 'a: |-\n  one\n  two\n', { a: 'one\ntwo' }],
    ['line ends of Windows', 'a: |\r\n  one\r\n  two\r\nb: c\r\n', { a: 'one\ntwo\n', b: 'c' }],
  ])('%s', (_, text, expected) => {
    expect(readYaml(text).map(plain)).toEqual([expected]);
  });

  it.each([
    ['', 0],
    ['# only a comment\n', 0],
    ['---\n', 1],
    ['- a\n---\n- b\n', 2],
    ['- a\n...\n', 1],
  ])('finds in %j as many documents as Falco', (text, count) => {
    expect(readYaml(text)).toHaveLength(count);
  });

  it('counts marks in bytes from 0', () => {
    const [list] = readYaml('- ä: 😀\n  b: é x\n- &x !t c\n');
    if (list?.kind !== 'sequence' || list.items[0]?.kind !== 'map') throw new Error('not read');
    expect(list.items[0].values.get('b')?.mark).toEqual({ offset: 16, line: 1, column: 5 });
    expect(list.items[0].values.get('ä')?.mark).toEqual({ offset: 6, line: 0, column: 6 });
    expect(list.items[1]?.mark).toEqual({ offset: 23, line: 2, column: 2 });
  });

  it('notices a missing value where the next thing begins', () => {
    const [map] = readYaml('a:\n# comment\nb: 1\n');
    expect(map?.kind === 'map' && map.values.get('a')?.mark).toEqual({ offset: 13, line: 2, column: 0 });
  });

  it('takes a key for a text', () => {
    expect(textOf({ kind: 'null', mark: { offset: 0, line: 0, column: 0 } })).toBe('null');
    expect(() => textOf({ kind: 'sequence', items: [], mark: { offset: 9, line: 1, column: 2 } })).toThrow(
      'yaml-cpp: error at line 2, column 3: bad conversion',
    );
  });

  it.each([
    ['- a: b: c\n', 1, 7, 'illegal map value'],
    ['- rule: x\n   desc: y\n', 2, 8, 'illegal map value'],
    ['- [a\n', 2, 1, 'end of sequence flow not found'],
    ['- {a: b\n', 2, 1, 'end of map flow not found'],
    ['- "abc\n', 2, 1, 'illegal EOF in scalar'],
    ['- *nope\n', 1, 3, 'the referenced anchor is not defined: nope'],
    ['- &a [*a]\n', 1, 7, 'the referenced anchor is not defined: a'],
    ['- @x\n', 1, 3, 'unknown token'],
    ['- "\\q"\n', 1, 5, 'unknown escape character: q'],
    ['- a: 1\n b: 2\n', 2, 1, 'end of sequence not found'],
    ['- a: }\n', 1, 6, 'illegal flow end'],
    ['\t- a\n', 1, 1, 'illegal tab when looking for indentation'],
  ])('refuses %j', (text, line, column, message) => {
    const found = `LOAD_ERR_YAML_PARSE: yaml-cpp: error at line ${line}, column ${column}: ${message}`;
    expect(findingsOf(loadText(text))).toEqual([found]);
  });
});

describe('documents of a rules file', () => {
  it.each([
    ['some text', ['LOAD_ERR_YAML_VALIDATE: Rules content is not yaml']],
    ['rule: x', ['LOAD_ERR_YAML_VALIDATE: Rules content is not yaml array of objects']],
    ['- text', ['LOAD_ERR_YAML_VALIDATE: Unexpected element type. Each element should be a yaml associative array.']],
    ['- [a]', ['LOAD_ERR_YAML_VALIDATE: Unexpected element type. Each element should be a yaml associative array.']],
    ['', []],
    ['---\n---\n', []],
    ['-\n- null\n', []],
    ['- ? [a]\n  : b\n', ['LOAD_ERR_YAML_PARSE: yaml-cpp: error at line 1, column 5: bad conversion']],
  ])('%j', (text, findings) => {
    expect(findingsOf(loadText(text))).toEqual(findings);
  });

  it('are read in order, a byte order mark ignored', () => {
    const loaded = loadText(`\ufeff${rule('one', 'ka.verb = a')}---\n${rule('two', 'ka.verb = b')}`);
    expect(loaded.rules.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('end at the first error', () => {
    const loaded = loadText(`- macro: x\n- macro: y\n---\n- list: z\n`);
    expect(findingsOf(loaded)).toEqual(["LOAD_ERR_YAML_VALIDATE: Item has no mapping for key 'condition'"]);
  });
});
