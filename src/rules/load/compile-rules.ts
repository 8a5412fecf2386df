import type { FieldCatalog } from '../fields/field.ts';
import { compileCondition } from '../language/compile/compile-condition.ts';
import { ConditionCompileError, ConditionSyntaxError, type Expression } from '../language/expression.ts';
import { parseCondition } from '../language/parse-condition.ts';
import { extraFieldsOf, withAppended } from './append-output.ts';
import type { Collector } from './collector.ts';
import { ConditionOrigins, placeIn, type Complaint, type WrittenCondition } from './condition-origins.ts';
import { warnOfCondition, warnOfOutput } from './condition-warnings.ts';
import type { MacroDefinition, RuleDefinition } from './definitions.ts';
import { matchesTooManyEvents } from './event-types.ts';
import { exceptionFields, withExceptions } from './expand-exceptions.ts';
import { expandLists, type ExpandedList } from './expand-lists.ts';
import { ExpressionSizes } from './expression-size.ts';
import { RuleLoadError, type Findings } from './file-result.ts';
import { conditionContext, type LoadContext } from './load-context.ts';
import type { LoadedRule, LoadOptions } from './loaded-rule.ts';
import { MacroError, resolveMacros } from './resolve-macros.ts';
import { substituteList } from './substitute-list.ts';

export interface Compiled {
  readonly lists: readonly ExpandedList[];
  readonly usedLists: ReadonlySet<string>;
  readonly macros: ReadonlyMap<string, Expression>;
  readonly usedMacros: ReadonlySet<string>;
  readonly rules: readonly LoadedRule[];
}

/**
 * Makes rules of all that was collected.
 * @throws RuleLoadError
 */
export function compileRules(collector: Collector, options: LoadOptions, findings: Findings): Compiled {
  const compiler = new RuleCompiler(collector, options, findings);
  compiler.compileMacros();
  const rules: LoadedRule[] = [];
  for (const definition of collector.rules.values()) {
    const catalog = options.catalogs.get(definition.source);
    const rule = definition.hasUnknownSource || !catalog ? undefined : compiler.compileRule(definition, catalog);
    if (rule !== undefined) rules.push(rule);
  }
  compiler.warnOfUnused();
  const { lists, usedLists, macros, usedMacros } = compiler;
  return { lists, usedLists, macros, usedMacros, rules };
}

class RuleCompiler implements Omit<Compiled, 'rules'> {
  readonly usedLists = new Set<string>();
  readonly usedMacros = new Set<string>();
  readonly macros = new Map<string, Expression>();
  readonly lists: readonly ExpandedList[];
  readonly #collector: Collector;
  readonly #options: LoadOptions;
  readonly #findings: Findings;
  readonly #sizes = new ExpressionSizes();
  readonly #origins: ConditionOrigins;

  constructor(collector: Collector, options: LoadOptions, findings: Findings) {
    this.#collector = collector;
    this.#options = options;
    this.#findings = findings;
    this.lists = expandLists(collector.lists, this.usedLists);
    this.#origins = new ConditionOrigins(this.macros, collector.macros);
  }

  compileMacros(): void {
    const definitions = [...this.#collector.macros.values()];
    for (const macro of definitions) this.macros.set(macro.name, this.#parse(macro.condition, macro));
    for (const macro of definitions) this.macros.set(macro.name, this.#resolve(macro));
  }

  compileRule(rule: RuleDefinition, catalog: FieldCatalog): LoadedRule | undefined {
    const { name, source, priority, tags, description, isEnabled } = rule;
    const conditionText = withExceptions(rule.condition, rule.exceptions);
    const output = this.#output(rule, catalog);
    const extraFields = extraFieldsOf(this.#options.appendOutput ?? [], rule);
    if (!this.#isFormatRight(rule, output, catalog, rule.isSkippedIfUnknown)) return undefined;
    for (const { format } of extraFields) this.#isFormatRight(rule, format, catalog, false);
    const condition = this.#condition(rule, conditionText, catalog);
    if (condition === undefined) return undefined;
    if (source === 'syscall' && rule.warnsOfEventTypes && matchesTooManyEvents(condition)) {
      this.#findings.warn('LOAD_NO_EVTTYPE', tooManyEvents, rule.context);
    }
    const texts = { conditionText, output, extraFields, exceptionFields: exceptionFields(rule.exceptions) };
    return { name, source, priority, tags, description, isEnabled, condition, ...texts, definition: rule };
  }

  warnOfUnused(): void {
    for (const { name, context } of this.#collector.macros.values()) {
      if (!this.usedMacros.has(name)) {
        this.#findings.warn('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', context);
      }
    }
    for (const { name, context } of this.#collector.lists.values()) {
      if (!this.usedLists.has(name)) {
        this.#findings.warn('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', context);
      }
    }
  }

  #parse(condition: string, item: WrittenCondition): Expression {
    const expanded = this.#expand(condition, item.conditionContext);
    try {
      return parseCondition(expanded);
    } catch (error) {
      if (!(error instanceof ConditionSyntaxError)) throw error;
      const exact = placeIn(item, expanded, error.position.offset);
      const place = conditionContext(error.position, expanded, item.conditionContext, exact);
      throw new RuleLoadError('LOAD_ERR_COMPILE_CONDITION', error.message, place);
    }
  }

  #expand(condition: string, context: LoadContext): string {
    let expanded = condition;
    try {
      for (const list of this.lists) {
        const next = substituteList(expanded, list);
        if (next !== expanded) this.usedLists.add(list.name);
        expanded = next;
      }
      return expanded;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RuleLoadError('LOAD_ERR_VALIDATE', error.message, context);
    }
  }

  /** A macro may use those that were there before it was last changed, whether they are resolved yet or not. */
  #resolve(macro: MacroDefinition): Expression {
    const find = (other: string) => {
      const index = this.#collector.macros.get(other)?.index;
      return index !== undefined && index < macro.visibility ? this.macros.get(other) : undefined;
    };
    return this.#resolved(this.macros.get(macro.name), find, macro.condition, macro);
  }

  #resolved(
    condition: Expression | undefined,
    find: (name: string) => Expression | undefined,
    text: string,
    item: WrittenCondition & { readonly context: LoadContext },
  ): Expression {
    if (condition === undefined) throw new RuleLoadError('LOAD_ERR_VALIDATE', 'The condition is missing', item.context);
    try {
      const { condition: resolved, used } = resolveMacros(condition, find, this.#sizes);
      for (const name of used) this.usedMacros.add(name);
      return resolved;
    } catch (error) {
      if (!(error instanceof MacroError)) throw error;
      const exact = placeIn(item, text, error.position.offset);
      const place = conditionContext(error.position, text, item.context, exact);
      throw new RuleLoadError('LOAD_ERR_VALIDATE', error.message, place);
    }
  }

  #output(rule: RuleDefinition, catalog: FieldCatalog): string {
    const output = withAppended(rule.output, this.#options.appendOutput ?? [], rule, catalog);
    if (!output.includes('%container.info')) return output;
    this.#findings.warn('LOAD_DEPRECATED_ITEM', containerInfo, rule.context);
    return output.replaceAll('%container.info', '');
  }

  #isFormatRight(rule: RuleDefinition, format: string, catalog: FieldCatalog, canSkip: boolean): boolean {
    const problem = this.#options.checkFormat(format, catalog);
    if (problem === undefined) {
      warnOfOutput(format, rule.outputContext, this.#findings);
      return true;
    }
    if (!canSkip || !isUnknown(problem)) {
      throw new RuleLoadError('LOAD_ERR_COMPILE_OUTPUT', problem, rule.outputContext);
    }
    this.#findings.warn('LOAD_UNKNOWN_FILTER', problem, rule.outputContext);
    return false;
  }

  #condition(rule: RuleDefinition, text: string, catalog: FieldCatalog): Expression | undefined {
    const parsed = this.#parse(text, rule);
    const condition = this.#resolved(parsed, (name) => this.macros.get(name), text, rule);
    const start = conditionContext(startOfText, text, rule.conditionContext);
    warnOfCondition(condition, start, this.#findings);
    const contextOf = (complaint: Complaint) => {
      const exact = this.#origins.placeOf(complaint, rule, text, parsed, catalog);
      return conditionContext(complaint.position, text, rule.conditionContext, exact);
    };
    try {
      for (const warning of compileCondition(condition, catalog).warnings) {
        if (warning.code !== 'LOAD_COMPILE_CONDITION') continue;
        this.#findings.warn(warning.code, warning.message, contextOf(warning));
      }
      return condition;
    } catch (error) {
      if (!(error instanceof ConditionCompileError)) throw error;
      if (!rule.isSkippedIfUnknown || !isUnknown(error.message)) {
        throw new RuleLoadError('LOAD_ERR_COMPILE_CONDITION', error.message, contextOf(error));
      }
      this.#findings.warn('LOAD_UNKNOWN_FILTER', error.message, contextOf(error));
      return undefined;
    }
  }
}

const startOfText = { offset: 0, line: 0, column: 0 };

/** What `skip-if-unknown-filter` forgives. */
function isUnknown(message: string): boolean {
  return /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(message);
}

const containerInfo =
  '%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.';
const tooManyEvents = 'Rule matches too many evt.type values. This has a significant performance penalty.';
