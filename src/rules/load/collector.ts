import type { FieldCatalog } from '../fields/field.ts';
import { checkException, isGiven, refuse } from './check-exception.ts';
import type {
  ExceptionDefinition,
  ListDefinition,
  MacroDefinition,
  PluginRequirement,
  RuleContent,
  RuleDefinition,
  RuleUpdate,
} from './definitions.ts';
import { RuleLoadError, type Findings } from './file-result.ts';
import type { LoadContext } from './load-context.ts';
import { engineVersion, isCompatible, isOlder, parseVersion, versionText, type Version } from './version.ts';

type Unordered<Definition> = Omit<Definition, 'index' | 'visibility'>;

/** All that the files define, in the order in which it was first defined; the files read so far share one. */
export class Collector {
  readonly lists = new Map<string, ListDefinition>();
  readonly macros = new Map<string, MacroDefinition>();
  readonly rules = new Map<string, RuleDefinition>();
  readonly requiredPlugins: (readonly PluginRequirement[])[] = [];
  requiredEngine: Version = { major: 0, minor: 0, patch: 0 };
  readonly #catalogs: ReadonlyMap<string, FieldCatalog>;
  #items = 0;

  constructor(catalogs: ReadonlyMap<string, FieldCatalog>) {
    this.#catalogs = catalogs;
  }

  requireEngine(version: Version, context: LoadContext): void {
    if (!isCompatible(engineVersion, version)) {
      const versions = `${versionText(version)}, but engine version is ${versionText(engineVersion)}`;
      refuse(`Rules require engine version ${versions}`, { context });
    }
    if (isOlder(this.requiredEngine, version)) this.requiredEngine = version;
  }

  requirePlugin(alternatives: readonly PluginRequirement[], context: LoadContext): void {
    const names = new Set<string>();
    for (const { name, version } of alternatives) {
      if (parseVersion(version) === undefined) {
        refuse(`Invalid required version '${version}' for plugin '${name}'`, { context });
      }
      if (names.has(name)) {
        refuse(`Defined multiple alternative version requirements for plugin '${name}'`, { context });
      }
      names.add(name);
    }
    this.requiredPlugins.push(alternatives);
  }

  defineList(list: Unordered<ListDefinition>): void {
    this.lists.set(list.name, { ...list, ...this.#place(this.lists.get(list.name)) });
  }

  appendList({ name, items, context }: Unordered<ListDefinition>): void {
    const list = this.lists.get(name) ?? refuse(noList, { context });
    this.lists.set(name, { ...list, items: [...list.items, ...items], visibility: this.#items++ });
  }

  defineMacro(macro: Unordered<MacroDefinition>): void {
    this.macros.set(macro.name, { ...macro, ...this.#place(this.macros.get(macro.name)) });
  }

  appendMacro({ name, condition, context }: Unordered<MacroDefinition>): void {
    const macro = this.macros.get(name) ?? refuse(noMacro, { context });
    const joined = `${macro.condition} ${condition}`;
    this.macros.set(name, { ...macro, condition: joined, visibility: this.#items++ });
  }

  defineRule(rule: Omit<RuleDefinition, 'hasUnknownSource'>, findings: Findings): void {
    this.#previousRule(rule);
    const catalog = this.#catalogs.get(rule.source);
    if (catalog === undefined) {
      findings.warn('LOAD_UNKNOWN_SOURCE', `Unknown source ${rule.source}, skipping`, rule.context);
    }
    const exceptions = rule.exceptions.map((exception) => {
      if (!isGiven(exception.fields)) {
        refuse('Rule exception item must have fields property with a list of fields', exception);
      }
      return checkException(exception, catalog);
    });
    this.#items++;
    this.rules.set(rule.name, { ...rule, exceptions, hasUnknownSource: catalog === undefined });
  }

  appendRule(update: RuleUpdate): void {
    const rule = this.#previousRule(update) ?? refuse(noRuleToAppend, update);
    const { content } = update;
    if (Object.keys(content).length === 0) refuse(nothingToAppend, update);
    const exceptions = this.#appendExceptions(rule, content.exceptions ?? []);
    this.#items++;
    this.rules.set(rule.name, {
      ...rule,
      condition: joined(rule.condition, content.condition),
      output: joined(rule.output, content.output),
      description: joined(rule.description, content.description),
      tags: sortedTags([...rule.tags, ...(content.tags ?? [])]),
      exceptions,
    });
  }

  replaceInRule(update: RuleUpdate): void {
    const rule = this.#previousRule(update) ?? refuse(noRuleToReplace, update);
    const { exceptions } = update.content;
    const catalog = this.#catalogs.get(rule.source);
    const content: Partial<RuleContent> = exceptions
      ? { ...update.content, exceptions: exceptions.map((exception) => checkException(exception, catalog)) }
      : update.content;
    this.#items++;
    this.rules.set(rule.name, { ...rule, ...content });
  }

  enableRule(name: string, isEnabled: boolean, context: LoadContext): void {
    const rule = this.rules.get(name) ?? refuse(noRuleToEnable, { context });
    this.rules.set(name, { ...rule, isEnabled });
  }

  #place(earlier: { readonly index: number } | undefined) {
    const visibility = this.#items++;
    return { index: earlier?.index ?? visibility, visibility };
  }

  #previousRule({
    name,
    source,
    context,
  }: Pick<RuleUpdate, 'name' | 'source' | 'context'>): RuleDefinition | undefined {
    const rule = this.rules.get(name);
    if (rule === undefined || rule.source === '' || source === '' || rule.source === source) return rule;
    throw new RuleLoadError('LOAD_ERR_VALIDATE', 'Rule has been re-defined with a different source', context);
  }

  #appendExceptions(rule: RuleDefinition, added: readonly ExceptionDefinition[]): readonly ExceptionDefinition[] {
    const exceptions = [...rule.exceptions];
    for (const exception of added) {
      const at = exceptions.findIndex(({ name }) => name === exception.name);
      const earlier = exceptions[at];
      if (earlier === undefined) exceptions.push(this.#newException(exception, rule.source));
      else exceptions[at] = withValues(earlier, exception);
    }
    return exceptions;
  }

  #newException(exception: ExceptionDefinition, source: string): ExceptionDefinition {
    if (!isGiven(exception.fields)) {
      refuse('Rule exception must have fields property with a list of fields', exception);
    }
    if (exception.values.length === 0) {
      refuse('Rule exception must have values property with a list of values', exception);
    }
    return checkException(exception, this.#catalogs.get(source));
  }
}

function withValues(earlier: ExceptionDefinition, added: ExceptionDefinition): ExceptionDefinition {
  const only = 'to existing exception, only values';
  if (isGiven(added.fields)) refuse(`Can not append exception fields ${only}`, added);
  if (isGiven(added.comparisons)) refuse(`Can not append exception comps ${only}`, added);
  return { ...earlier, values: [...earlier.values, ...added.values] };
}

function joined(text: string, added: string | undefined): string {
  return added === undefined || added === '' ? text : `${text} ${added}`;
}

/** Each once, in the order of their bytes. */
export function sortedTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

const noList = "List uses 'append' or 'override.items: append' but no list by that name already exists";
const noMacro = "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
const noRuleToAppend = "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
const noRuleToReplace = "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
const nothingToAppend = 'Appended rule must have exceptions or condition property';
const noRuleToEnable = "Rule has 'enabled' key but no rule by that name already exists";
