import { toBytes } from './go-string.ts';
import { pad, type Flags } from './printf-flags.ts';
import { canBackquote, quote } from './quote.ts';

/** Prints a string as a verb asks, or gives nothing if the verb is not for strings. */
export function formatString(text: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(text, flags) : pad(truncated(text, flags), flags);
    case 's':
      return pad(truncated(text, flags), flags);
    case 'q':
      return quoted(text, flags);
    case 'x':
      return hexadecimal(text, flags);
    case 'X':
      return hexadecimal(text, flags).toUpperCase();
    default:
      return undefined;
  }
}

function quoted(text: string, flags: Flags): string {
  const content = truncated(text, flags);
  if (flags.sharp && canBackquote(content)) return pad(`\`${content}\``, flags);
  return pad(quote(content, { isAscii: flags.plus }), flags);
}

function truncated(text: string, { precision }: Flags): string {
  if (precision === undefined || text.length <= precision) return text;
  let end = 0;
  for (let count = 0; count < precision && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** The precision counts bytes here. With a space between the bytes, `#` gives each of them its `0x`. */
function hexadecimal(text: string, flags: Flags): string {
  const bytes = toBytes(text).subarray(0, flags.precision);
  if (bytes.length === 0) return pad('', flags);
  const digits = bytes.toString('hex');
  const prefix = flags.sharp ? '0x' : '';
  return pad(prefix + (flags.space ? digits.replace(/..(?!$)/g, `$& ${prefix}`) : digits), flags);
}
