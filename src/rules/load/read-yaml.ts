import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type CST, type Document, type Node } from 'yaml';
import { indentContinuations } from './indent-continuations.ts';
import { YamlMarks } from './yaml-marks.ts';
import { YamlError, type YamlEntry, type YamlNode } from './yaml-node.ts';
import { syntaxMessage } from './yaml-syntax-message.ts';

/** The reader of Falco stops at 500; no rules file has more than six. */
const maxDepth = 100;

/**
 * Reads the documents of a rules file. Aliases are the node they stand for, not a copy, so that a short text cannot
 * become a large tree; an alias inside its own anchor is an error.
 * @param text without a byte order mark
 * @throws YamlError
 */
export function readYaml(text: string): readonly YamlNode[] {
  const indented = indentContinuations(text);
  const marks = new YamlMarks(text, indented.original);
  const tokens = [...new Parser().parse(indented.text)];
  const deepest = tokens.map(tooDeepAt).find((position) => position !== undefined);
  // The reader is recursive, and the process does not survive a stack that overflows in a regular expression.
  if (deepest !== undefined) throw new YamlError('bad file', marks.at(deepest));
  const documents = [...new Composer(options).compose(tokens)];
  return documents
    .filter((document) => !isNothing(document))
    .map((document) => readDocument(document, indented.text, marks));
}

const options = {
  schema: 'failsafe',
  strict: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Where a text nests deeper than any rules file does; readers of YAML are recursive. */
export function tooDeepAt(token: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: current, depth } = next;
    if (depth > maxDepth) return current.offset;
    if (current.type === 'document' && current.value) open.push({ token: current.value, depth });
    if (!('items' in current)) continue;
    for (const item of current.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

/** A file of comments only has no document. */
function isNothing({ contents, errors, directives }: Document.Parsed): boolean {
  return errors.length === 0 && directives.docStart !== true && isScalar(contents) && isEmpty(contents);
}

function isEmpty(scalar: { readonly source?: string; readonly type?: string; readonly tag?: string }): boolean {
  return scalar.source === '' && scalar.type === 'PLAIN' && scalar.tag === undefined;
}

function readDocument(document: Document.Parsed, text: string, marks: YamlMarks): YamlNode {
  const [error] = document.errors;
  if (error !== undefined) {
    const { message, position } = syntaxMessage(error, text);
    throw new YamlError(message, marks.at(position));
  }
  return new NodeReader(text, marks).read(document.contents);
}

class NodeReader {
  readonly #text: string;
  readonly #marks: YamlMarks;
  readonly #anchors = new Map<string, YamlNode>();

  constructor(text: string, marks: YamlMarks) {
    this.#text = text;
    this.#marks = marks;
  }

  /** A missing node stands where `start` says. */
  read(source: unknown, start = 0): YamlNode {
    if (isAlias(source)) return this.#anchored(source.source, source.range?.[0] ?? start);
    if (!isScalar(source) && !isMap(source) && !isSeq(source)) return { kind: 'null', mark: this.#nextToken(start) };
    const node = this.#read(source, source.range?.[0] ?? start);
    if (source.anchor !== undefined) this.#anchors.set(source.anchor, node);
    return node;
  }

  #read(source: Node, start: number): YamlNode {
    const mark = this.#marks.at(this.#startOf(source, start));
    if (isMap(source)) {
      const entries = source.items.map(({ key, value }) => ({
        key: this.read(key, start),
        value: this.read(value, start),
      }));
      return { kind: 'map', entries, values: firstValues(entries), mark };
    }
    if (isSeq(source)) return { kind: 'sequence', items: source.items.map((item) => this.read(item, start)), mark };
    if (!isScalar(source)) return { kind: 'null', mark };
    if (isEmpty(source)) return { kind: 'null', mark: this.#nextToken(start) };
    const isPlain = source.type === 'PLAIN' && source.tag === undefined;
    if (isPlain && /^(?:~|null|Null|NULL)$/.test(source.source ?? '')) return { kind: 'null', mark };
    return { kind: 'scalar', text: String(source.value), mark };
  }

  #anchored(name: string, start: number): YamlNode {
    const node = this.#anchors.get(name);
    if (node === undefined) {
      throw new YamlError(`the referenced anchor is not defined: ${name}`, this.#marks.at(start));
    }
    return node;
  }

  /** A node begins with its anchor and its tag. */
  #startOf({ anchor, tag }: { readonly anchor?: string; readonly tag?: string }, start: number): number {
    if (anchor === undefined && tag === undefined) return start;
    const before = this.#text.slice(Math.max(0, start - maxPropertiesLength), start);
    return start - (/(?:[&!]\S*\s+){1,2}$/.exec(before)?.[0].length ?? 0);
  }

  /** What is missing is noticed where the next thing begins. */
  #nextToken(start: number) {
    nextToken.lastIndex = start;
    return this.#marks.at(start + (nextToken.exec(this.#text)?.[0].length ?? 0));
  }
}

const maxPropertiesLength = 200;
const nextToken = /(?:\s|(?<=\s)#.*)*/y;

function firstValues(entries: readonly YamlEntry[]): ReadonlyMap<string, YamlNode> {
  const values = new Map<string, YamlNode>();
  for (const { key, value } of entries) {
    if (key.kind === 'scalar' && !values.has(key.text)) values.set(key.text, value);
  }
  return values;
}
