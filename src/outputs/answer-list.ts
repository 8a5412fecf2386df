import { JsonSyntaxError, readJsonPrefix, skipSpace } from '#kit/json-read.ts';
import type { Json } from '#kit/json.ts';

const maxDepth = 100;

/**
 * The items of the first list of that name in an answer, up to the end of the list. Of a long answer only the beginning is
 * there: up to where it breaks off, then.
 */
export function answerList(text: string, name: string): Json[] {
  const items: Json[] = [];
  let position = beginningOf(text, name);
  try {
    while (position < text.length && text[position] !== ']') {
      const { value, end } = readJsonPrefix(text, position, { maxDepth });
      items.push(value);
      position = text[end] === ',' ? skipSpace(text, end + 1) : end;
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
  }
  return items;
}

function beginningOf(text: string, name: string): number {
  const match = new RegExp(String.raw`"${name}"\s*:\s*\[\s*`).exec(text);
  return match ? match.index + match[0].length : text.length;
}
