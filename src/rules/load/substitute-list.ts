import { quoteItem, type ExpandedList } from './expand-lists.ts';

/** Lists in lists can make a short text endless. */
const maxLength = 16 * 1024 * 1024;

/**
 * Puts the items of a list where its name stands in the text of a condition, quoted texts included: Falco does this
 * before it reads the condition, so it knows no better. Returns the same text if the name is nowhere.
 * @throws RangeError if the text grows too long
 */
export function substituteList(condition: string, { name, items }: ExpandedList): string {
  const first = nextName(condition, name, 0, true);
  if (first < 0) return condition;
  const text = items.map(quoteItem).join(', ');
  const done = new Pieces();
  /** Where the part of the condition begins that is not yet done. */
  let from = 0;
  for (let at = first; at >= 0;) {
    let end = blanksEnd(condition, at + name.length);
    done.push(condition.slice(from, at));
    done.trimBlanks();
    if (text === '' && !done.takeComma() && condition.charAt(end) === ',') end++;
    const isFirst = done.isEmpty;
    done.push(isFirst ? `${text} ` : ` ${text} `);
    if (done.length > maxLength) throw new RangeError(`Lists make a condition longer than ${maxLength} characters`);
    from = end;
    // Falco goes on one character too far behind what it put at the very beginning.
    at = nextName(condition, name, isFirst ? end + 1 : end, !isFirst, end);
  }
  return done.text + condition.slice(from);
}

const blanks = ' \t\n\r';
const delimiters = `${blanks}(),=`;

/**
 * Where the name next stands by itself.
 * @param start where to look from, which counts as delimited where `isDelimited`
 * @param edge what lies before this is gone, and a blank is there instead
 */
function nextName(condition: string, name: string, start: number, isDelimited: boolean, edge = 0): number {
  for (let at = condition.indexOf(name, start); at >= 0; at = condition.indexOf(name, at + 1)) {
    const isAtEdge = at === edge && isDelimited;
    const end = at + name.length;
    const isFree = isAtEdge || delimiters.includes(condition.charAt(at - 1));
    if (isFree && (end >= condition.length || delimiters.includes(condition.charAt(end)))) return at;
  }
  return -1;
}

function blanksEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && blanks.includes(text.charAt(end))) end++;
  return end;
}

/** A text that grows and shrinks at its end. */
class Pieces {
  length = 0;
  readonly #pieces: string[] = [];

  get isEmpty(): boolean {
    return this.length === 0;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  push(piece: string): void {
    if (piece === '') return;
    this.#pieces.push(piece);
    this.length += piece.length;
  }

  trimBlanks(): void {
    for (let last = this.#pop(); last !== ''; last = this.#pop()) {
      let end = last.length;
      while (end > 0 && blanks.includes(last.charAt(end - 1))) end--;
      this.push(last.slice(0, end));
      if (end > 0) return;
    }
  }

  takeComma(): boolean {
    const last = this.#pop();
    const isComma = last.endsWith(',');
    this.push(isComma ? last.slice(0, -1) : last);
    return isComma;
  }

  #pop(): string {
    const piece = this.#pieces.pop() ?? '';
    this.length -= piece.length;
    return piece;
  }
}
