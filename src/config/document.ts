import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Alias,
  type Document,
  type Node,
} from 'yaml';
import type { Findings } from './findings.ts';
import type { ListSetting, MapEntry, MapSetting, ScalarSetting, Setting } from './setting.ts';
import { syntaxMessage } from './syntax-message.ts';

/** Aliases can make a short text endless. */
const maxValues = 100_000;
const maxDepth = 32;

/**
 * Reads YAML, and so JSON, to settings with their lines. Several documents in one file are read as one, in order.
 * Never throws: what is wrong becomes problems, and what could be read is returned.
 */
export function readDocument(text: string, file: string, findings: Findings): MapSetting {
  const lines = new LineCounter();
  const where = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const entries: MapEntry[] = [];
  for (const document of parsed(text, lines)) {
    // What follows the first error is mostly its echo.
    const [error] = document.errors;
    if (error) findings.problem({ where: where(error.pos[0]), path: '', ...syntaxMessage(error.code) });
    if (error || document.contents === null) continue;
    const setting = new Reader(document, where, findings).read(document.contents);
    if (setting.kind === 'map') entries.push(...setting.entries);
    else if (setting.kind === 'list' || setting.value !== null) findings.problem(notAMap(setting.where));
  }
  return { kind: 'map', entries, where: file };
}

function parsed(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;
  const documents = parseAllDocuments(text.replace(/^\ufeff/, ''), options);
  return Array.isArray(documents) ? documents : [];
}

function notAMap(where: string) {
  return {
    where,
    path: '',
    message: 'The configuration must be a map of options.',
    remedy: 'Write one "option: value" a line. Tiercel reads YAML and JSON, no other format.',
  };
}

class Reader {
  readonly #document: Document.Parsed;
  readonly #where: (offset: number) => string;
  readonly #findings: Findings;
  #values = 0;

  constructor(document: Document.Parsed, where: (offset: number) => string, findings: Findings) {
    this.#document = document;
    this.#where = where;
    this.#findings = findings;
  }

  read(node: unknown, parentWhere = '', depth = 0): Setting {
    const where = this.#placeOf(node) ?? parentWhere;
    this.#values++;
    if (this.#values === maxValues || depth > maxDepth) this.#findings.problem(tooLarge(where));
    if (this.#values >= maxValues || depth > maxDepth) return nothing(where);
    if (isAlias(node)) return this.#aliased(node, where, depth);
    if (isMap(node)) return { kind: 'map', entries: this.#entries(node.items, where, depth), where };
    if (isSeq(node)) return this.#list(node.items, where, depth);
    return isScalar(node) ? scalar(node.value, node.source, where) : nothing(where);
  }

  #aliased(alias: Alias, where: string, depth: number): Setting {
    const target = alias.resolve(this.#document);
    if (target) return this.read(target, where, depth + 1);
    this.#findings.problem({ where, path: '', ...syntaxMessage('BAD_ALIAS') });
    return nothing(where);
  }

  #list(items: readonly unknown[], where: string, depth: number): ListSetting {
    return { kind: 'list', items: items.map((item) => this.read(item, where, depth + 1)), where };
  }

  /** YAML's merge key `<<` gives defaults, which the map's own keys override. */
  #entries(pairs: readonly { key: unknown; value: unknown }[], where: string, depth: number): MapEntry[] {
    const own: MapEntry[] = [];
    const merged: MapEntry[] = [];
    for (const { key, value } of pairs) {
      const name = nameOf(key);
      const place = this.#placeOf(key) ?? where;
      const setting = this.read(value, place, depth + 1);
      if (name === '<<') merged.push(...this.#merged(setting));
      else own.push({ key: name, value: setting, where: place });
    }
    const names = new Set(own.map(({ key }) => key.toLowerCase()));
    return [...merged.filter(({ key }) => !names.has(key.toLowerCase())), ...own];
  }

  #merged(setting: Setting): readonly MapEntry[] {
    if (setting.kind === 'map') return setting.entries;
    return setting.kind === 'list' ? setting.items.flatMap((item) => this.#merged(item)) : [];
  }

  #placeOf(node: unknown): string | undefined {
    return isNode(node) && node.range ? this.#where(node.range[0]) : undefined;
  }
}

function isNode(node: unknown): node is Node {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
}

/** `4:` and `true:` are names, too. */
function nameOf(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

function scalar(value: unknown, source: string | undefined, where: string): ScalarSetting {
  if (value === null || value === undefined) return nothing(where);
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, text: source ?? String(value), where };
  }
  const text = typeof value === 'string' ? value : (source ?? '');
  return { kind: 'scalar', value: text, text, where };
}

function nothing(where: string): ScalarSetting {
  return { kind: 'scalar', value: null, text: '', where };
}

function tooLarge(where: string) {
  return {
    where,
    path: '',
    message: `The configuration holds more than ${maxValues} values, or nests deeper than ${maxDepth} levels.`,
    remedy: 'Look for an alias that contains itself, or that is repeated too often.',
  };
}
