/** The escapes of quoted constants, on byte strings (see `byte-text.ts`). */

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
  // Written in rules of old; Falco still reads it so.
  ' ': '\\',
};

const printed: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

/**
 * What a quoted constant says.
 * @param content what stands between the quotes
 * @throws SyntaxError with Falco's text
 */
export function unescapeText(content: string, delimiter: string): string {
  if (!content.includes('\\')) return content;
  let text = '';
  for (let at = 0; at < content.length; at++) {
    const character = content.charAt(at);
    if (character !== '\\') {
      text += character;
      continue;
    }
    at++;
    if (at >= content.length) break;
    const escape = content.charAt(at);
    text += escape === 'x' ? hexByte(content.slice(at + 1, at + 3)) : escapedCharacter(escape, delimiter);
    if (escape === 'x') at += 2;
  }
  return text;
}

/** How the canonical form writes a constant: quoted only where it has to be. */
export function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex -- a NUL is kept, and needs the quotes
  if (!/[\b\f\n\r\t =\\"'\0]/.test(text)) return text;
  return `"${text.replaceAll(/[\b\f\n\r\t\\"]/g, (character) => printed[character] ?? character)}"`;
}

function escapedCharacter(escape: string, delimiter: string): string {
  if (escape === '"' || escape === "'") {
    if (escape !== delimiter) throw new SyntaxError(`invalid \\${escape} escape in ${delimiter}-quoted string`);
    return escape;
  }
  const character = escapes[escape];
  if (character === undefined) throw new SyntaxError(`unsupported string escape sequence: \\${escape}`);
  return character;
}

function hexByte(digits: string): string {
  if (digits.length < 2) throw new SyntaxError('truncated hex char escape sequence');
  if (!/^[0-9a-fA-F]{2}$/.test(digits)) throw new SyntaxError(`invalid hex char escape sequence: ${digits}`);
  return String.fromCharCode(Number.parseInt(digits, 16));
}
