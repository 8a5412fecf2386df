import { fromByteString, toByteString } from '../language/byte-text.ts';
import type { ConditionPlace, LoadContext } from './load-context.ts';
import { cutLine } from './snippet.ts';

/** Where to look for what a finding is about. */
export interface ExactPlace {
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The line, cut to 160 bytes, and a caret below. */
  readonly snippet: string;
}

/**
 * The place of a finding in its file. Of a place in a condition that is where it is written, unless lists or exceptions
 * made the condition a different text; then the place is that of the condition, and the snippet shows that text.
 */
export function exactPlace(context: LoadContext, contents: ReadonlyMap<string, string>): ExactPlace {
  const { exact } = context;
  const item = exact?.item ?? context;
  const [{ name: file }] = item.locations;
  const { offset } = (item.locations.at(-1) ?? item.locations[0]).position;
  const bytes = toByteString(contents.get(file) ?? '');
  if (exact === undefined) return placeAt(file, bytes, offset);
  const found = findInFile(exact, bytes, offset);
  if (found !== undefined) return placeAt(file, bytes, found);
  return { ...placeAt(file, bytes, offset), snippet: cutLine(toByteString(exact.text), exact.offset) };
}

function placeAt(file: string, bytes: string, offset: number): ExactPlace {
  const before = bytes.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return {
    file,
    line: before.split('\n').length,
    column: fromByteString(before.slice(start)).length + 1,
    snippet: cutLine(bytes, offset),
  };
}

/** Walks along the condition and the file at once; only blanks may differ. */
function findInFile({ text, offset }: ConditionPlace, file: string, start: number): number | undefined {
  const condition = toByteString(text);
  let at = start + (/^(?:[>|][^\n]*\n|["'])/.exec(file.slice(start, start + maxHeaderLength))?.[0].length ?? 0);
  for (let index = 0; index < condition.length; index++) {
    if (isBlank(condition.charAt(index))) {
      if (index === offset) return at;
      continue;
    }
    while (isBlank(file.charAt(at))) at++;
    if (index >= offset) return at;
    if (file.charAt(at) !== condition.charAt(index)) return undefined;
    at++;
  }
  return at;
}

const maxHeaderLength = 200;

function isBlank(character: string): boolean {
  return character !== '' && ' \t\r\n'.includes(character);
}
