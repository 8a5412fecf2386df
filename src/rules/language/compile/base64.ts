import { fromByteString, isAscii } from '../byte-text.ts';

/** Decodes Base64 with or without padding; undefined for what is none, also where bits are left over. */
export function decodeBase64(encoded: string): string | undefined {
  const digits = encoded.replace(/={1,2}$/, '');
  if (encoded === '') return '';
  if (!isAscii(digits) || !/^[A-Za-z0-9+/]+$/.test(digits) || digits.length % 4 === 1) return undefined;
  const bytes = Buffer.from(digits, 'base64');
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === digits;
  return isWhole ? fromByteString(bytes.toString('latin1')) : undefined;
}
