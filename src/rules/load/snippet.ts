import { toByteString } from '../language/byte-text.ts';
import type { FileTexts } from './file-texts.ts';
import { readable, type LoadContext } from './load-context.ts';

const maxWidth = 160;
const maxSide = maxWidth / 2;

/**
 * The line a context points into, with a caret below, at most 80 bytes to either side. Behind the end of the text Falco
 * shows its last line, which happens to most conditions: see `conditionContext`.
 */
export function snippetOf(context: LoadContext, texts: FileTexts): string {
  const innermost = context.locations.at(-1) ?? context.locations[0];
  const hasCondition = context.condition !== undefined && context.condition !== '';
  const bytes = hasCondition ? toByteString(context.condition) : texts.bytes(innermost.name);
  if (bytes === undefined) return `<No context for file + ${innermost.name}>\n`;
  return cutLine(bytes, innermost.position.offset);
}

/** The line around an offset in a byte string, and a caret below. */
export function cutLine(bytes: string, offset: number): string {
  if (bytes === '') return nothing;
  const at = lastCharacter(bytes, offset);
  let from = at;
  while (from > 0 && bytes.charAt(from) !== '\n' && at - from < maxSide) from--;
  let to = at;
  while (to < bytes.length - 1 && bytes.charAt(to) !== '\n' && to - at < maxSide) to++;
  if (bytes.charAt(from) === '\n') from++;
  if (bytes.charAt(to) === '\n') to--;
  const line = bytes.slice(from, to + 1);
  if (line === '') return nothing;
  const start = at - from >= maxSide ? `...${line.slice(3)}` : line;
  const shown = to - at >= maxSide ? `${start.slice(0, -3)}...` : start;
  const isShown = at >= from && at - from <= shown.length;
  const caret = isShown ? `${' '.repeat(at - from)}^\n` : '';
  return readable(`${shown}\n${caret}`);
}

const nothing = '<No context available>\n';

function lastCharacter(bytes: string, offset: number): number {
  let at = Math.min(offset, bytes.length);
  while (at > 0 && (at >= bytes.length || bytes.charAt(at) === '\n')) at--;
  return at;
}
