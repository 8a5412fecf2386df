import { Secret } from './secret.ts';

/** A URL that may hold secrets: `toString()` is safe to log, `reveal()` is what goes on the wire. */
export interface RequestUrl {
  toString(): string;
  reveal(): string;
}

/**
 * Builds a request URL. A leading interpolation is the base, kept as it is but for a slash doubled by what follows;
 * every other interpolation is encoded as one path segment or query value.
 * @throws RangeError for a segment `.` or `..`: no encoding keeps a URL parser from taking it for a step up, and so the request
 * would go to another path. See https://url.spec.whatwg.org/#double-dot-path-segment.
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

  checkSegments(literals, parts);
  return { toString: () => render(false), reveal: () => render(true) };
}

function checkSegments(literals: TemplateStringsArray, parts: readonly (string | number | Secret)[]): void {
  for (const [index, part] of parts.entries()) {
    const before = literals[index] ?? '';
    if (before.includes('?')) return;
    const isSegment = before.endsWith('/') && /^(?:[/?#]|$)/.test(literals[index + 1] ?? '');
    if (!isSegment || !/^\.\.?$/.test(part instanceof Secret ? part.reveal() : String(part))) continue;
    throw new RangeError('"." and ".." cannot be segments of the path of a URL');
  }
}

/** `:` and `@` are legal in a path segment and some services refuse them encoded. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@');
}
