/** A place in a file, counted from 0 and in bytes, as the YAML reader of Falco counts. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** YAML as Falco sees it: scalars are their text, whatever they look like, and only an unquoted `null` is null. */
export type YamlNode = YamlScalar | YamlNull | YamlSequence | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly text: string;
  readonly mark: Mark;
}

export interface YamlNull {
  readonly kind: 'null';
  readonly mark: Mark;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly mark: Mark;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  /** By key; of two entries with the same key the first. */
  readonly values: ReadonlyMap<string, YamlNode>;
  readonly mark: Mark;
}

export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** YAML that cannot be read, or does not hold what is asked of it; in Falco's words. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  readonly mark: Mark;

  constructor(message: string, mark: Mark) {
    super(`yaml-cpp: error at line ${mark.line + 1}, column ${mark.column + 1}: ${message}`);
    this.mark = mark;
  }
}

/**
 * The text of a key, or of another value that has to be one.
 * @throws YamlError
 */
export function textOf(node: YamlNode): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'null') return 'null';
  throw new YamlError('bad conversion', node.mark);
}
