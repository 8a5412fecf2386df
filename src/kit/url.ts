import { Secret } from './secret.ts';

/** A URL that may hold secrets: `toString()` is safe to log, `reveal()` is what goes on the wire. */
export interface RequestUrl {
  toString(): string;
  reveal(): string;
}

/**
 * Builds a request URL. A leading interpolation is the base, kept as it is but for a slash doubled by what follows;
 * every other interpolation is encoded as one path segment or query value.
 */
export function url(literals: TemplateStringsArray, ...parts: readonly (string | number | Secret)[]): RequestUrl {
  const hasBase = literals[0] === '';

  function render(reveal: boolean): string {
    let text = literals[0] ?? '';
    for (const [index, part] of parts.entries()) {
      const plain = reveal && part instanceof Secret ? part.reveal() : String(part);
      if (part instanceof Secret && !reveal) text += plain;
      else if (index === 0 && hasBase) text += literals[1]?.startsWith('/') ? plain.replace(/\/$/, '') : plain;
      else text += encodeSegment(plain);
      text += literals[index + 1] ?? '';
    }
    return text;
  }

  return { toString: () => render(false), reveal: () => render(true) };
}

/** `:` and `@` are legal in a path segment and some services refuse them encoded. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@');
}
