import { isMap, isScalar, isSeq, parseDocument, Parser, visit, type Pair } from 'yaml';
import { isJsonObject, type JsonObject } from '#kit/json.ts';
import { nearest } from '#kit/nearest.ts';
import { kubernetesSource } from '../fields/kubernetes-catalog.ts';
import { sourceSplitter } from '../fields/split-source.ts';
import { toByteString } from '../language/byte-text.ts';
import { tooDeepAt } from '../load/read-yaml.ts';
import { cutLine } from '../load/snippet.ts';
import { jsonOfYaml } from './json-of-yaml.ts';
import type { ExpectedAlert, ExpectedValue, RuleTest, RuleTestFile, TestedEvent } from './rule-test.ts';

/** A file of tests that cannot be understood. The message has the place and a caret. */
export class RuleTestError extends Error {
  override readonly name = 'RuleTestError';
}

/**
 * Reads tests of rules: `rules`, `source`, `matching`, `defaults` and `tests`, each with `name`, `event` or `file`, and `expect`.
 * @throws RuleTestError
 */
export function readRuleTests(name: string, text: string): RuleTestFile {
  return new Reader(name, text.replace(/^\ufeff/, '')).read();
}

/** What an inline audit event has where it says nothing else: what the API server never leaves out. */
const ownDefaults: JsonObject = {
  kind: 'Event',
  auditID: '00000000-0000-0000-0000-000000000000',
  stage: 'ResponseComplete',
  stageTimestamp: '2026-01-01T00:00:00.000000Z',
};

class Reader {
  readonly #name: string;
  readonly #text: string;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
  }

  read(): RuleTestFile {
    const deepest = [...new Parser().parse(this.#text)].map(tooDeepAt).find((position) => position !== undefined);
    if (deepest !== undefined) this.#refuse(deepest, 'This nests too deep');
    const document = parseDocument(this.#text, { prettyErrors: false, uniqueKeys: true, logLevel: 'silent' });
    const [error] = document.errors;
    if (error) this.#refuse(error.pos[0], error.message);
    visit(document, {
      Alias: (_, alias) => this.#refuse(alias.range?.[0] ?? 0, 'Anchors are not read in tests: use "defaults"'),
    });
    const top = this.#map(
      document.contents,
      0,
      ['rules', 'source', 'matching', 'defaults', 'tests'],
      'A file of tests',
    );
    const tests = top.get('tests');
    if (!isSeq(tests?.value) || tests.value.items.length === 0) {
      this.#refuse(startOf(tests?.value) ?? 0, 'There must be a list "tests" with one test or more');
    }
    const source = this.#source(top.get('source'));
    const needed = source === kubernetesSource ? ownDefaults : {};
    const defaults = merged(needed, this.#defaults(top.get('defaults')));
    return {
      name: this.#name,
      rules: this.#texts(top.get('rules')),
      source,
      matching: this.#matching(top.get('matching')),
      tests: tests.value.items.map((item) => this.#test(item, defaults)),
    };
  }

  #test(item: unknown, defaults: JsonObject): RuleTest {
    const at = startOf(item) ?? 0;
    const values = this.#map(item, at, ['name', 'event', 'file', 'expect'], 'A test');
    const name = this.#word(values.get('name'), at, 'A test needs a name: "name: what happens"');
    const expect = values.get('expect');
    if (expect === undefined)
      this.#refuse(at, 'The test says nothing to expect: "expect: none", or the name of a rule');
    const line = this.#text.slice(0, at).split('\n').length;
    return { name, line, event: this.#event(values, at, defaults), expected: this.#expected(expect) };
  }

  #event(values: Values, at: number, defaults: JsonObject): TestedEvent {
    const [event, file] = [values.get('event'), values.get('file')];
    if ((event === undefined) === (file === undefined)) {
      this.#refuse(at, 'A test needs one of "event", the event itself, and "file", the path of one');
    }
    if (event === undefined) return { file: this.#word(file, at, '"file" must be the path of a file') };
    const json = jsonOfYaml(event.value);
    if (!isJsonObject(json)) this.#refuse(startOf(event.value) ?? at, '"event" must be a map: the event');
    return { json: JSON.stringify(merged(defaults, json)) };
  }

  /** A name, `none`, a map, or a list of names and maps. */
  #expected({ value, key }: Pair): readonly ExpectedAlert[] {
    const at = startOf(value) ?? startOf(key) ?? 0;
    if (isScalar(value) && value.value === 'none') return [];
    const items = isSeq(value) ? value.items : [value];
    return items.map((item) => this.#alert(item, startOf(item) ?? at));
  }

  #alert(item: unknown, at: number): ExpectedAlert {
    const wish = 'Expected must be "none", the name of a rule, or { rule: NAME, fields: { FIELD: VALUE } }';
    if (isScalar(item) && typeof item.value === 'string') return { rule: item.value, fields: new Map() };
    const values = this.#map(item, at, ['rule', 'fields'], wish);
    const rule = this.#word(values.get('rule'), at, wish);
    const fields = values.get('fields')?.value;
    if (fields === undefined || fields === null) return { rule, fields: new Map() };
    if (!isMap(fields)) this.#refuse(startOf(fields) ?? at, '"fields" must be a map: "ka.user.name: eve"');
    return { rule, fields: new Map(fields.items.map((pair) => [keyOf(pair), this.#value(pair, at)])) };
  }

  #value({ value }: Pair, at: number): ExpectedValue {
    if (isSeq(value)) return value.items.map((item) => this.#scalar(item, at) ?? 'null');
    return this.#scalar(value, at);
  }

  #scalar(node: unknown, at: number): string | null {
    if (!isScalar(node))
      return this.#refuse(startOf(node) ?? at, 'A value must be a text, a number, or a list of them');
    return node.value === null ? null : (node.source ?? '');
  }

  #defaults(pair: Pair | undefined): JsonObject {
    if (pair === undefined) return {};
    const json = jsonOfYaml(pair.value);
    if (!isJsonObject(json)) this.#refuse(startOf(pair.value) ?? 0, '"defaults" must be a map: a part of every event');
    return json;
  }

  #source(pair: Pair | undefined): string {
    if (pair === undefined) return kubernetesSource;
    const name = this.#word(pair, 0, '"source" must be the name of a source, such as "aws_cloudtrail"');
    try {
      return sourceSplitter(name).source;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.#refuse(startOf(pair.value) ?? 0, error.message);
    }
  }

  #matching(pair: Pair | undefined): 'first' | 'all' {
    if (pair === undefined) return 'first';
    const value = isScalar(pair.value) ? pair.value.value : undefined;
    if (value === 'first' || value === 'all') return value;
    return this.#refuse(startOf(pair.value) ?? 0, '"matching" must be "first" or "all"');
  }

  #texts(pair: Pair | undefined): readonly string[] {
    if (pair === undefined) return [];
    const items = isSeq(pair.value) ? pair.value.items : [pair.value];
    return items.map((item) =>
      isScalar(item) && typeof item.value === 'string'
        ? item.value
        : this.#refuse(startOf(item) ?? 0, '"rules" must be paths of rules files'),
    );
  }

  #word(pair: Pair | undefined, at: number, wish: string): string {
    const value = isScalar(pair?.value) ? pair.value.value : undefined;
    if (typeof value === 'string' && value !== '') return value;
    return this.#refuse(startOf(pair?.value) ?? at, wish);
  }

  #map(node: unknown, at: number, names: readonly string[], what: string): Values {
    if (!isMap(node)) return this.#refuse(startOf(node) ?? at, `${what} must be a map with ${names.join(', ')}`);
    const values = new Map<string, Pair>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (!names.includes(key)) {
        const meant = nearest(key, names);
        const help = meant === undefined ? `There are: ${names.join(', ')}` : `Did you mean "${meant}"?`;
        this.#refuse(startOf(pair.key) ?? at, `Unknown name ${JSON.stringify(key)}. ${help}`);
      }
      values.set(key, pair);
    }
    return values;
  }

  #refuse(position: number, message: string): never {
    const before = this.#text.slice(0, position);
    const line = before.split('\n').length;
    const column = position - (before.lastIndexOf('\n') + 1) + 1;
    const snippet = cutLine(toByteString(this.#text), toByteString(before).length).trimEnd().replaceAll(/^/gm, '    ');
    throw new RuleTestError(`${this.#name}:${line}:${column}: ${message}\n${snippet}`);
  }
}

type Values = ReadonlyMap<string, Pair>;

function keyOf({ key }: Pair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : '';
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}

/** A part over another: maps are put together, everything else takes the place of what was there. */
function merged(below: JsonObject, above: JsonObject): JsonObject {
  const entries = Object.entries(above).map(([key, value]) => {
    const other = below[key];
    return [key, other !== undefined && isJsonObject(other) && isJsonObject(value) ? merged(other, value) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}
