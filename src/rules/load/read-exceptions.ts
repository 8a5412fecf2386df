import type { ExceptionDefinition, ExceptionEntry } from './definitions.ts';
import { invalid, requiredText } from './decode.ts';
import type { Findings } from './file-result.ts';
import { nodeContext, type LoadContext } from './load-context.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';

/** How many values the exceptions of one rule may have; aliases can make a short text endless. */
const maxValues = 1_000_000;

/** Reads the exceptions of a rule, or of what is to be appended to it. */
export function readExceptions(
  item: YamlMap,
  parent: LoadContext,
  isAppended: boolean,
  findings: Findings,
): readonly ExceptionDefinition[] {
  const exceptions = item.values.get('exceptions');
  if (exceptions === undefined || exceptions.kind === 'null') return [];
  const context = nodeContext(exceptions, 'exceptions', '', parent);
  if (exceptions.kind !== 'sequence') return invalid('Rule exceptions must be a sequence', context);
  const reader = new ExceptionReader(parent, isAppended, findings);
  for (const exception of exceptions.items) reader.read(exception, context);
  return reader.exceptions;
}

class ExceptionReader {
  readonly exceptions: ExceptionDefinition[] = [];
  readonly #names = new Set<string>();
  readonly #parent: LoadContext;
  readonly #isAppended: boolean;
  readonly #findings: Findings;
  #values = 0;

  constructor(parent: LoadContext, isAppended: boolean, findings: Findings) {
    this.#parent = parent;
    this.#isAppended = isAppended;
    this.#findings = findings;
  }

  read(node: YamlNode, list: LoadContext): void {
    const unnamed = nodeContext(node, 'exception', '', list);
    if (node.kind !== 'map') return invalid('Rule exception must be a mapping', unnamed);
    const name = requiredText(node, 'name', unnamed);
    const context = nodeContext(node, 'exception', name, this.#parent);
    if (this.#names.has(name)) {
      const message = `Multiple definitions of exception '${name}' in the same rule`;
      this.#findings.warn('LOAD_EXCEPTION_NAME_NOT_UNIQUE', message, context);
    }
    this.#names.add(name);
    const fields = this.#property(node, 'fields', context);
    if (fields === undefined && !this.#isAppended) invalid("Item has no mapping for key 'fields'", context);
    const comparisons = this.#property(node, 'comps', context) ?? '';
    const values = this.#valuesOf(node, context);
    this.exceptions.push({ name, context, fields: fields ?? '', comparisons, values });
  }

  #property(node: YamlMap, key: string, context: LoadContext): ExceptionEntry | undefined {
    const value = node.values.get(key);
    return value === undefined ? undefined : this.#entry(value, key, context);
  }

  #valuesOf(node: YamlMap, context: LoadContext): readonly ExceptionEntry[] {
    const values = node.values.get('values');
    if (values === undefined) {
      const message = 'Overriding/appending exception with no values';
      if (this.#isAppended) this.#findings.warn('LOAD_APPEND_NO_VALUES', message, context);
      return [];
    }
    const list = nodeContext(values, 'exception values', '', context);
    if (values.kind !== 'sequence') return invalid('Rule exception values must be a sequence', list);
    return values.items.map((value) => this.#entry(value, '', nodeContext(value, 'exception value', '', list)));
  }

  /** What is neither a text nor a list is taken for nothing, as Falco does. */
  #entry(node: YamlNode, key: string, parent: LoadContext): ExceptionEntry {
    const context = nodeContext(node, 'value for', key, parent);
    if (++this.#values > maxValues) invalid(`More than ${maxValues} values in the exceptions of a rule`, context);
    if (node.kind === 'scalar') return node.text === '' ? invalid('Value must be non-empty', context) : node.text;
    if (node.kind !== 'sequence') return '';
    return node.items.map((item) => this.#entry(item, '', nodeContext(item, 'exception', '', context)));
  }
}
