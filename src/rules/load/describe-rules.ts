import type { Json, JsonObject } from '#kit/json.ts';
import type { FieldCatalog } from '../fields/field.ts';
import { syscallEventTypes } from '../fields/syscall-catalog.ts';
import { ConditionSyntaxError, type Expression } from '../language/expression.ts';
import { parseCondition } from '../language/parse-condition.ts';
import { printCondition } from '../language/print-condition.ts';
import { entriesOf, textOfEntry } from './check-exception.ts';
import type { ExceptionDefinition, ListDefinition, MacroDefinition } from './definitions.ts';
import { describeCondition, type ConditionDetails } from './describe-condition.ts';
import { eventTypesOf } from './event-types.ts';
import { ExpressionSizes } from './expression-size.ts';
import type { LoadResult } from './load-rules.ts';
import type { LoadedRule } from './loaded-rule.ts';
import { versionText } from './version.ts';

/** What rules are described with, beside what was loaded. */
export interface DescribeOptions {
  readonly catalogs: ReadonlyMap<string, FieldCatalog>;
  /** The names under which a format has its fields in `output_fields`. */
  readonly formatFields: (format: string, catalog: FieldCatalog) => readonly string[];
  /** The plugins that take part in a rule of a source that uses some fields; none if this is missing. */
  readonly pluginsOf?: (source: string, fields: readonly string[]) => readonly string[];
}

/**
 * What `falco -L` prints with `json_output`, the keys in its order. Where Falco gives sets in no order, they are sorted.
 */
export function describeRules(loaded: LoadResult, options: DescribeOptions): JsonObject {
  const { collector, compiled, rules } = loaded;
  const describer = new Describer(loaded, options);
  return {
    lists: [...collector.lists.values()].map((list) => describer.list(list)),
    macros: [...collector.macros.values()].map((macro) => describer.macro(macro, compiled.macros.get(macro.name))),
    required_engine_version: versionText(collector.requiredEngine),
    required_plugin_versions: collector.requiredPlugins.map(([first, ...alternatives]) => ({
      alternatives: alternatives.map(({ name, version }) => ({ name, version })),
      name: first?.name ?? '',
      version: first?.version ?? '',
    })),
    rules: rules.map((rule) => describer.rule(rule)),
  };
}

/** What `falco -l NAME` prints; `undefined` for a rule that is not loaded. */
export function describeRule(loaded: LoadResult, name: string, options: DescribeOptions): JsonObject | undefined {
  const rule = loaded.rules.find((candidate) => candidate.name === name);
  return rule && { rules: [new Describer(loaded, options).rule(rule)] };
}

/** Macros of macros can make a canonical text endless. */
const maxPrintedChecks = 100_000;

class Describer {
  readonly #loaded: LoadResult;
  readonly #options: DescribeOptions;
  readonly #sizes = new ExpressionSizes();

  constructor(loaded: LoadResult, options: DescribeOptions) {
    this.#loaded = loaded;
    this.#options = options;
  }

  rule(rule: LoadedRule): JsonObject {
    const { definition, condition, output, source } = rule;
    const { fields } = describeCondition(condition);
    const outputFields = this.#outputFields(rule);
    const formatted = rule.extraFields.filter(({ isRaw }) => !isRaw).map(({ name, format }) => [name, format] as const);
    return {
      details: {
        ...this.#conditionDetails(condition),
        events: source === 'syscall' ? eventNames(condition) : ['asyncevent', 'pluginevent'],
        exception_fields: sorted(rule.exceptionFields),
        exception_names: sorted(definition.exceptions.map(({ name }) => name)),
        exception_operators: sorted(definition.exceptions.flatMap(operatorsOf)),
        ...(formatted.length > 0 ? { extra_output_formatted_fields: Object.fromEntries(formatted) } : {}),
        ...this.#references(definition.condition),
        output_compiled: output,
        output_fields: outputFields,
        plugins: sorted(this.#options.pluginsOf?.(source, [...fields, ...outputFields].map(withoutArgument)) ?? []),
      },
      info: {
        capture: definition.isCaptured,
        capture_duration: definition.captureMs,
        condition: definition.condition,
        description: rule.description,
        enabled: definition.isEnabled,
        name: rule.name,
        output: definition.output,
        priority: rule.priority,
        source,
        tags: rule.tags,
      },
    };
  }

  macro({ name, condition }: MacroDefinition, compiled: Expression | undefined): JsonObject {
    return {
      details: {
        ...this.#conditionDetails(compiled),
        events: compiled === undefined ? [] : eventNames(compiled),
        ...this.#references(condition),
        plugins: [],
        used: this.#loaded.compiled.usedMacros.has(name),
      },
      info: { condition, name },
    };
  }

  list({ name, items }: ListDefinition): JsonObject {
    const { lists, usedLists } = this.#loaded.compiled;
    const compiled = lists.find((list) => list.name === name)?.items ?? [];
    const present = new Set(compiled);
    return {
      details: {
        items_compiled: compiled,
        lists: sorted(items.filter((item) => !present.has(item))),
        plugins: [],
        used: usedLists.has(name),
      },
      info: { items: items.filter((item) => present.has(item)), name },
    };
  }

  #conditionDetails(compiled: Expression | undefined): { readonly [key: string]: Json } {
    if (compiled === undefined) return {};
    const { fields, operators } = describeCondition(compiled);
    const isPrintable = this.#sizes.of(compiled).checks <= maxPrintedChecks;
    return {
      condition_compiled: isPrintable ? printCondition(compiled) : '',
      condition_fields: sorted(fields),
      condition_operators: sorted(operators),
    };
  }

  /** Which macros and lists a condition names as it is written. */
  #references(text: string): { readonly [key: string]: Json } {
    const { identifiers, listed } = describeText(text);
    const { lists, macros } = this.#loaded.collector;
    return {
      lists: sorted(listed.filter((name) => lists.has(name))),
      macros: sorted(identifiers.filter((name) => macros.has(name))),
    };
  }

  #outputFields({ source, output, extraFields }: LoadedRule): readonly string[] {
    const catalog = this.#options.catalogs.get(source);
    const extra = extraFields.map(({ format }) => format);
    return catalog === undefined ? extra : [...extra, ...this.#options.formatFields(output, catalog)];
  }
}

/** A condition that only lists make readable names nothing. */
function describeText(text: string): Pick<ConditionDetails, 'identifiers' | 'listed'> {
  try {
    return describeCondition(parseCondition(text));
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return { identifiers: [], listed: [] };
    throw error;
  }
}

function operatorsOf({ comparisons }: ExceptionDefinition): readonly string[] {
  if (typeof comparisons === 'string') return [comparisons];
  return comparisons.flatMap((entry) => (typeof entry === 'string' ? [entry] : entriesOf(entry).map(textOfEntry)));
}

function withoutArgument(field: string): string {
  return field.split('[', 1).join('');
}

function eventNames(condition: Expression): readonly string[] {
  const { isAllBut, names } = eventTypesOf(condition);
  const matched = isAllBut ? [...syscallEventTypes()].filter((name) => !names.has(name)) : [...names];
  return sorted([...matched, 'asyncevent']);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
