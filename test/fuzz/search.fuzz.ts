import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { indexQuery, matches, parseSearch } from '#journal/sqlite/search-terms.ts';
import { schema } from '#journal/sqlite/schema.ts';
import { BlockWords, searchedTexts, wordsOf } from '#journal/sqlite/words.ts';
import { isJsonObject, type JsonObject } from '#kit/json.ts';
import { JsonSyntaxError, readJson } from '#kit/json-read.ts';
import { writeJson } from '#kit/json-write.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** The journal's tables, in memory. */
const database = new DatabaseSync(':memory:');
database.exec(schema);
const insert = database.prepare('INSERT INTO words (rowid, text) VALUES (1, ?)');
const clear = database.prepare('DELETE FROM words');
const find = database.prepare('SELECT rowid FROM words WHERE words MATCH ?');

/** What somebody looks for; the text of the one alert there is; its fields as JSON: each on a line of its own. */
export const target: FuzzTarget = {
  name: 'search',
  about: 'what people type into the search box, against the index and against the alerts themselves',
  covers: ['src/journal/sqlite/search-terms.ts', 'src/journal/sqlite/words.ts'],
  dictionary: [
    '/etc/shadow',
    'fal*',
    '"',
    '*',
    'AND',
    'OR',
    'NOT',
    'NEAR(',
    'text:',
    '^',
    '(',
    ')',
    '-',
    'é',
    'İ',
    'ß',
    '漢字',
    '\ue000',
  ],
  seeds: () => [
    'etc shadow\nFile below /etc opened: /etc/shadow by cat',
    '/etc/shadow fal*\nFalco /etc/shadow\n{"a.b":1507591916746609046,"c":[true,{"key":"falco"}],"d":-0.5e-3}',
    '"a" OR b*\nA b c\n{"n":12,"m":null}',
    'İstanbul straße\nISTANBUL STRASSE',
    `${'a '.repeat(40)}\na`,
    '* - !\n',
    '漢字 12.5\n12.5 漢字x\n{"x":12.50}',
  ],
  maxBytes: 512,
  run(input) {
    const [query = '', output = '', ...rest] = Buffer.from(input).toString().split('\n');
    const json = writeJson({ output, rule: 'r', output_fields: fieldsOf(rest.join('\n')) });
    const terms = parseSearch(query);
    const isMatch = matches(json, terms);
    const block = new BlockWords();
    block.add(json);
    const indexed = new Set(block.joined().split(' '));
    for (const word of searchedTexts(json).flatMap(wordsOf)) assert.ok(indexed.has(word), `"${word}" is in the index`);
    if (terms.length === 0) return assert.ok(isMatch, 'nothing asked for is found everywhere');
    clear.run();
    insert.run(block.joined());
    const isFound = find.get(indexQuery(terms)) !== undefined;
    assert.ok(isFound || !isMatch, 'the index finds all that matches');
  },
};

function fieldsOf(text: string): JsonObject {
  try {
    const value = readJson(text, { maxDepth: 16 });
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonSyntaxError) return {};
    throw error;
  }
}
