import { fromByteString, toByteString } from '../byte-text.ts';
import type { Operand } from './operand.ts';

/** An option as it was found; its letter is missing where it is not known. */
interface FoundOption {
  readonly letter?: string;
  /** Its letter, then its value where it takes one; a lone empty text where the value is missing. */
  readonly parts: readonly string[];
}

/**
 * Short options of a command line as `getopt(3)` reads them. With a selector it is the value (or the name) of the last
 * option of that letter, without one all options and their values in turn, `?` for those that are not known.
 * @throws RangeError with Falco's text
 */
export function getopt(operands: readonly Operand[], selector: string | undefined): Operand {
  const [line, options] = checked(operands);
  if (selector !== undefined && toByteString(selector).length !== 1) {
    throw new RangeError('getopt() field argument must be a single option character');
  }
  const isList = selector === undefined;
  return {
    name: isList ? 'INTERNAL' : 'NA',
    type: 'CHARBUF',
    isList,
    origin: { type: 'CHARBUF', isList: false },
    read: (event) => {
      const [known] = options.read(event) ?? [];
      const words = known === undefined ? undefined : line.read(event);
      if (words === undefined) return undefined;
      const found = scan(
        words.map((word) => toByteString(String(word))),
        toByteString(String(known)),
      );
      return isList ? listed(found) : selected(found, toByteString(selector));
    },
  };
}

function checked(operands: readonly Operand[]): readonly [Operand, Operand] {
  const [line, options] = operands;
  if (line === undefined || options === undefined || operands.length !== 2) {
    throw new RangeError('getopt() requires exactly 2 arguments: args list and optstring');
  }
  if (!line.origin.isList) throw new RangeError('getopt() first argument must be a list');
  if (options.origin.isList) throw new RangeError('getopt() second argument (optstring) must be a single value');
  if (line.origin.type !== 'CHARBUF' || options.origin.type !== 'CHARBUF') {
    throw new RangeError('getopt() arguments must be strings');
  }
  return [line, options];
}

/** Stops at `--` and at the first word that is no option; long options are passed over. */
function scan(words: readonly string[], known: string): readonly FoundOption[] {
  const takesValue = optionTable(known);
  const found: FoundOption[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word.startsWith('--') && word.length > 2) continue;
    if (word === '--' || !word.startsWith('-') || word === '-') break;
    if (cluster(word, words[index + 1], takesValue, found)) index++;
  }
  return found;
}

/** Reads `-ntvalue`; tells whether the next word was taken as a value. */
function cluster(
  word: string,
  next: string | undefined,
  takesValue: ReadonlyMap<string, boolean>,
  found: FoundOption[],
): boolean {
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const isWithValue = takesValue.get(letter);
    if (isWithValue === undefined) found.push({ parts: ['?'] });
    else if (!isWithValue) found.push({ letter, parts: [letter] });
    else if (at + 1 < word.length) found.push({ letter, parts: [letter, word.slice(at + 1)] });
    else found.push({ letter, parts: next === undefined ? [''] : [letter, next] });
    if (isWithValue === true) return at + 1 === word.length && next !== undefined;
  }
  return false;
}

function optionTable(known: string): ReadonlyMap<string, boolean> {
  const takesValue = new Map<string, boolean>();
  for (let at = known.startsWith(':') ? 1 : 0; at < known.length; at++) {
    const option = known.charAt(at);
    if (option === ':') continue;
    const isWithValue = known.charAt(at + 1) === ':';
    takesValue.set(option, isWithValue || takesValue.get(option) === true);
    if (isWithValue) at++;
  }
  return takesValue;
}

function listed(found: readonly FoundOption[]): readonly string[] {
  return found.flatMap(({ parts }) => parts.map(fromByteString));
}

function selected(found: readonly FoundOption[], selector: string): readonly string[] | undefined {
  const value = found.findLast(({ letter }) => letter === selector)?.parts.at(-1);
  return value === undefined ? undefined : [fromByteString(value)];
}
