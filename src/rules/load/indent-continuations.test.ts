import { describe, expect, it } from 'vitest';
import { indentContinuations } from './indent-continuations.ts';
import { findingsOf, loadText } from './testing/load-text.ts';

describe('indentContinuations', () => {
  it.each([
    ['brackets', '- list: l\n  items: [a,\n  b]\n', '- list: l\n  items: [a,\n   b]\n'],
    [
      'brackets at the margin',
      '- list: l\n  items: [\na,\n# ], comment\n"b]\nc"\n]\n',
      '- list: l\n  items: [\n   a,\n   # ], comment\n   "b]\n   c"\n   ]\n',
    ],
    ['braces', '- rule: r\n  override: {\n  a: b}\n', '- rule: r\n  override: {\n   a: b}\n'],
    ['quotes', '- macro: m\n  condition: "a\\"\n  b"\n', '- macro: m\n  condition: "a\\"\n   b"\n'],
    ['single quotes', "- macro: m\n  condition: 'it''s\n\n  b'\n", "- macro: m\n  condition: 'it''s\n\n   b'\n"],
    ['an anchor', '- list: l\n  items: &x [\n  a]\n', '- list: l\n  items: &x [\n   a]\n'],
    ['an item of a list', '- x:\n  - [a,\n  b]\n', '- x:\n  - [a,\n   b]\n'],
    ['a quoted key', '"a b": [\nc]\n', '"a b": [\n c]\n'],
    ['windows', '- list: l\r\n  items: [a,\r\n  b]\r\n', '- list: l\r\n  items: [a,\r\n   b]\r\n'],
  ])('moves what goes on in %s', (_, text, expected) => {
    const indented = indentContinuations(text);
    expect(indented.text).toBe(expected);
    for (const character of ['b', ']', '}', 'l', 'c']) {
      expect(indented.original(indented.text.lastIndexOf(character))).toBe(text.lastIndexOf(character));
    }
  });

  it.each([
    '- list: l\n  items: [a,\n   b]\n',
    '- macro: m\n  condition: >\n    [a\n    b\n\n    "c\n- list: l\n  items: []\n',
    '- macro: m\n  condition: a and\n    [b\n    "c\n  other: x\n',
    '- macro: m\n  condition: |-\n   [a\n   {b\n',
    '- a # [\n- b: "c" # [\n- d\n',
    '---\n- a\n...\n- b\n',
    '- x: a[b\n- y: c"d\n- z: [a"b, c\'d]\n',
    '',
    '[',
    '"',
    '- - - [a]\n',
  ])('leaves %j', (text) => {
    expect(indentContinuations(text).text).toBe(text);
  });

  it('makes rules files readable that Falco can read, and keeps their places', () => {
    const loaded = loadText('- list: l\n  items: [\na,\nb\n]\n- list: m\n');
    expect(loaded.collector.lists.get('l')?.items).toEqual(['a', 'b']);
    expect(findingsOf(loaded)).toEqual(["LOAD_ERR_YAML_VALIDATE: Item has no mapping for key 'items'"]);
    expect(loaded.results[0]?.errors[0]?.context.locations.at(-1)?.position).toEqual({
      offset: 30,
      line: 5,
      column: 2,
    });
  });

  it('stays quick', { timeout: 10_000 }, () => {
    for (const piece of ['- a: [\n', '- [\n', '"\n', "'", '- - ', 'a: ', '[ ', '&a ', '\\', 'a: b: ', '\n']) {
      expect(indentContinuations(piece.repeat(30_000)).text.length).toBeGreaterThan(0);
    }
  });
});
