/**
 * JSON text laid out anew without being read: strings and numbers stay as they were written. The text has been read before, so it is JSON.
 */

/** Every token of JSON; white space is what stands between. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/** Without the white space between tokens. */
export function compactJsonText(text: string): string {
  return text.match(token)?.join('') ?? '';
}

/** One member or item a line, as Go's `json.Indent` with two spaces lays it out. Empty objects and lists stay on their line. */
export function indentJsonText(text: string): string {
  const tokens = text.match(token) ?? [];
  let depth = 0;
  let result = '';
  for (const [at, part] of tokens.entries()) {
    if (part === '{' || part === '[') {
      depth++;
      result += isClosing(tokens[at + 1]) ? part : part + lineOf(depth);
    } else if (isClosing(part)) {
      depth--;
      result += isOpening(tokens[at - 1]) ? part : lineOf(depth) + part;
    } else {
      result += part + behind(part, depth);
    }
  }
  return result;
}

function behind(part: string, depth: number): string {
  if (part === ',') return lineOf(depth);
  return part === ':' ? ' ' : '';
}

function lineOf(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

function isOpening(part: string | undefined): boolean {
  return part === '{' || part === '[';
}

function isClosing(part: string | undefined): boolean {
  return part === '}' || part === ']';
}
