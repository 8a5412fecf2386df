import { toByteString } from '../language/byte-text.ts';
import type { FileTexts } from './file-texts.ts';
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
export function exactPlace(context: LoadContext, texts: FileTexts): ExactPlace {
  const { exact } = context;
  const item = exact?.item ?? context;
  const [{ name: file }] = item.locations;
  const { offset } = (item.locations.at(-1) ?? item.locations[0]).position;
  if (exact === undefined) return placeAt(file, texts, offset);
  const found = findInFile(exact, texts.bytes(file) ?? '', offset);
  if (found !== undefined) return placeAt(file, texts, found);
  return { ...placeAt(file, texts, offset), snippet: cutLine(toByteString(exact.text), exact.offset) };
}

function placeAt(file: string, texts: FileTexts, offset: number): ExactPlace {
  return { file, ...texts.placeOf(file, offset), snippet: cutLine(texts.bytes(file) ?? '', offset) };
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
