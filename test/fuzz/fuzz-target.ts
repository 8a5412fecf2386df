/**
 * What is fuzzed: one file `<name>.fuzz.ts` each, which `targets.ts` lists. The fuzzer, the property tests and the replay of the
 * corpus know targets only through this.
 */
export interface FuzzTarget {
  readonly name: string;
  /** For the help: completes "fuzzes …". */
  readonly about: string;
  /** Files and folders of the project whose coverage guides the fuzzer. None: it goes by chance alone. */
  readonly covers: readonly string[];
  /** Pieces of the language that inputs are written in; chance would take long to spell them. */
  readonly dictionary: readonly string[];
  /** Inputs to begin with: ordinary ones, and those that were trouble elsewhere. */
  seeds(): readonly (string | Uint8Array)[];
  /** Throws only where a property is broken, never for an input that is merely bad. */
  run(input: Uint8Array): void | Promise<void>;
  /** Inputs are not made longer than this. Default 4096. */
  readonly maxBytes?: number;
  /** What takes longer than this, even when repeated, is a finding. Default 10 ms, the goal for parsers. */
  readonly maxMs?: number;
  /** How many executions the property test has. Default 300; slow targets have fewer. */
  readonly propertyRuns?: number;
}

export function seedBytes(target: FuzzTarget): readonly Uint8Array[] {
  return target.seeds().map((seed) => (typeof seed === 'string' ? Buffer.from(seed) : seed));
}

/** Pieces parted by blanks, in which signs stand for what could not be seen or written there. */
export function pieces(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((piece) => piece.replaceAll(/[␣␤␍␉␀´§]/g, (sign) => signs[sign] ?? sign));
}

const signs: Readonly<Record<string, string>> = {
  '␣': ' ',
  '␤': '\n',
  '␍': '\r',
  '␉': '\t',
  '␀': '\0',
  '´': '`',
  '§': '$',
};
