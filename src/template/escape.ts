import { toBytes } from './go-string.ts';
import { isPrintable } from './quote.ts';

/** What `html`, `js` and `urlquery` replace. */

const htmlReplacements: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (character) => htmlReplacements[character] ?? character);
}

/** Characters beyond ASCII stay if they can be seen. */
export function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=]|\p{Cc}|[^\p{ASCII}]/gu, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if ('\\\'"'.includes(character)) return `\\${character}`;
    const isPlain = codePoint === 0x7f || (codePoint > 0x7f && (isPrintable(codePoint) || !character.isWellFormed()));
    return isPlain ? character : `\\u${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

export function escapeUrlQuery(text: string): string {
  return text
    .replace(/[^\w.~ -]+/g, (characters) => toBytes(characters).toString('hex').toUpperCase().replace(/../g, '%$&'))
    .replaceAll(' ', '+');
}
