import { formatFields, checkFormat } from '../../src/rules/fields/format.ts';
import { syscallCatalog } from '../../src/rules/fields/syscall-catalog.ts';
import { describeRule, describeRules } from '../../src/rules/load/describe-rules.ts';
import { loadRules, type LoadResult } from '../../src/rules/load/load-rules.ts';
import { resultJson } from '../../src/rules/load/result-json.ts';
import { isJsonObject, type Json } from '../../src/kit/json.ts';
import { callOf, innerCall, isAssertion, type Call, type Outcome } from './assertions.ts';
import { assignedTexts, codeOf, textOf, type CppTest } from './cpp-tests.ts';
import type { Token } from './cpp-tokens.ts';

const catalogs = new Map([['syscall', syscallCatalog({ hasContainerPlugin: false })]]);

/** The texts of messages that tests call by their names. */
export function definedTexts(header: string): ReadonlyMap<string, string> {
  const unbroken = header.replaceAll('\\\n', ' ');
  const definitions = [...unbroken.matchAll(/^#define (\w+)\s+(".*")\s*$/gm)];
  return assignedTexts(
    definitions.map(([, name = '', text = '']) => [
      { kind: 'code', value: name },
      { kind: 'code', value: '=' },
      { kind: 'text', value: [...text.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('') },
    ]),
    new Map(),
  );
}

/** Does what a test of Falco's loader does, with ours. */
export function runLoaderTest(test: CppTest, texts: ReadonlyMap<string, string>): readonly Outcome[] {
  const known = assignedTexts(test.statements, texts);
  const run = new LoaderRun(known, valuesOf(test));
  return test.statements
    .flatMap((statement) => callOf(statement) ?? [])
    .filter((call) => isAssertion(call) || call.name === 'ASSERT_VALIDATION_STATUS')
    .map((call) => ({ test: test.name, expectation: call.code, ...run.verdict(call) }));
}

/** Names of expressions, as `auto d = m_engine->describe_rule(&name, {})`. */
function valuesOf({ statements }: CppTest): ReadonlyMap<string, string> {
  const named = statements.flatMap((statement) => {
    const at = statement.findIndex(({ kind, value }) => kind === 'code' && value === '=');
    return at > 0 ? [[statement[at - 1]?.value ?? '', codeOf(statement.slice(at + 1))] as const] : [];
  });
  return new Map(named);
}

type Verdict = Pick<Outcome, 'verdict' | 'actual'>;

class LoaderRun {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, string>;
  #loaded: LoadResult | undefined;

  constructor(texts: ReadonlyMap<string, string>, values: ReadonlyMap<string, string>) {
    this.#texts = texts;
    this.#values = values;
  }

  verdict(call: Call): Verdict {
    if (call.name === 'ASSERT_VALIDATION_STATUS') return this.#schema(call);
    if (/_(?:EQ|NE)$/.test(call.name)) return this.#equal(call);
    const expected = call.name.endsWith('_TRUE') || (call.name.endsWith('_FALSE') ? false : undefined);
    const actual = this.#truth(call);
    if (expected === undefined || actual === undefined) return { verdict: 'unread' };
    return actual === expected ? { verdict: 'pass' } : this.#miss();
  }

  #schema(call: Call): Verdict {
    const status = this.#loaded?.results[0]?.schemaStatus[0] ?? 'none';
    const expected = codeOf(call.arguments[0] ?? []).replace('yaml_helper::validation_', '');
    return status.startsWith(expected) ? { verdict: 'pass' } : { verdict: 'miss', actual: `it is ${status}` };
  }

  #equal(call: Call): Verdict {
    const [left = [], right = []] = call.arguments;
    const actual = this.#value(left);
    const expected = textOf(right, this.#texts) ?? codeOf(right).replace(/^(\d+)u$/, '$1');
    if (actual === undefined) return { verdict: 'unread' };
    const isMet = (actual === expected) === call.name.endsWith('EQ');
    return isMet ? { verdict: 'pass' } : { verdict: 'miss', actual: `it is ${actual}` };
  }

  /** What an assertion of truth asks; nothing if it is of something that we have not. */
  #truth(call: Call): boolean | undefined {
    const code = codeOf(call.arguments[0] ?? []);
    const inner = innerCall(call);
    const text = textOf(inner?.arguments[0] ?? [], this.#texts) ?? '';
    if (inner?.name === 'load_rules') return this.#load(text);
    const result = this.#loaded?.results[0];
    if (!result) return undefined;
    if (code === 'm_load_result->successful()') return result.isSuccessful;
    if (inner?.name === 'has_warnings' || code === 'm_load_result->has_warnings()') return result.warnings.length > 0;
    if (inner?.name === 'check_warning_message') return result.warnings.some(({ message }) => message.includes(text));
    if (inner?.name === 'check_error_message') return result.errors.some(({ message }) => message.includes(text));
    const snippet = /^std::string\(m_load_result_json(\[.*\])\)\.find\((".*")\)!=std::string::npos$/.exec(code);
    if (!snippet) return undefined;
    return this.#textAt(this.#json(), snippet[1] ?? '').includes(JSON.parse(snippet[2] ?? '""'));
  }

  #load(text: string): boolean {
    this.#loaded = loadRules([{ name: 'rules.yaml', text }], { catalogs, checkFormat });
    return this.#loaded.isSuccessful;
  }

  #value(tokens: readonly Token[]): string | undefined {
    const code = codeOf(tokens).replace(/\.templateget<.*>\(\)$/, '');
    const loaded = this.#loaded;
    if (!loaded) return undefined;
    if (code === 'num_rules_for_ruleset()') return String(loaded.rules.filter(({ isEnabled }) => isEnabled).length);
    const part = /^snippet\.find\((".*")\)$/.exec(code)?.[1];
    if (part !== undefined) return this.#findInSnippet(JSON.parse(part));
    const compiled = /^get_compiled_rule_condition\("(.*)"\)$/.exec(code)?.[1];
    if (compiled !== undefined) {
      return this.#textAt(this.#described(compiled), '["rules"][0]["details"]["condition_compiled"]');
    }
    const [, name = '', place = '', isSize] = /^(\w+)((?:\[(?:"\w+"|\d+)\])+)(\.size\(\))?$/.exec(code) ?? [];
    const source = name === 'm_load_result_json' ? this.#json() : this.#named(name);
    if (source === undefined) return undefined;
    const found = this.#at(source, place);
    return isSize !== undefined && Array.isArray(found) ? String(found.length) : this.#textAt(source, place);
  }

  /** Where a text is in the snippet of the first warning of something deprecated, which loops of tests look for. */
  #findInSnippet(text: string): string {
    const json = this.#json();
    const warnings = isJsonObject(json) && Array.isArray(json['warnings']) ? json['warnings'] : [];
    const deprecated = warnings.find((warning) => this.#at(warning, '["code"]') === 'LOAD_DEPRECATED_ITEM');
    const place = this.#textAt(deprecated, '["context"]["snippet"]').indexOf(text);
    return place < 0 ? 'std::string::npos' : String(place);
  }

  #named(name: string): Json | undefined {
    const [, rule] = /^m_engine->describe_rule\((&?\w+),\{\}\)$/.exec(this.#values.get(name) ?? '') ?? [];
    if (rule === undefined) return undefined;
    return this.#described(rule === 'nullptr' ? undefined : this.#texts.get(rule.slice(1)));
  }

  #described(rule: string | undefined): Json | undefined {
    if (!this.#loaded) return undefined;
    const options = { catalogs, formatFields };
    return rule === undefined ? describeRules(this.#loaded, options) : describeRule(this.#loaded, rule, options);
  }

  #json(): Json | undefined {
    const [result] = this.#loaded?.results ?? [];
    return result && resultJson(result, this.#loaded?.contents ?? new Map());
  }

  /** What stands at a place such as `["rules"][0]`. */
  #at(json: Json | undefined, place: string): Json | undefined {
    let found = json;
    for (const [, key, index] of place.matchAll(/\[(?:"(\w+)"|(\d+))\]/g)) {
      if (key !== undefined) found = isJsonObject(found) ? found[key] : undefined;
      else found = Array.isArray(found) ? found[Number(index)] : undefined;
    }
    return found;
  }

  #textAt(json: Json | undefined, place: string): string {
    const found = this.#at(json, place);
    return typeof found === 'string' ? found : (JSON.stringify(found) ?? 'missing');
  }

  #miss(): Verdict {
    const { errors = [], warnings = [] } = this.#loaded?.results[0] ?? {};
    const said = [...errors, ...warnings].map(({ code, message }) => `${code} ${message}`);
    return { verdict: 'miss', actual: said.join('; ') || 'nothing was said' };
  }
}
