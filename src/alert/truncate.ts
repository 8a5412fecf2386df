import type { Fields } from './alert.ts';

const maxAlertBytes = 4096;
const maxFieldBytes = 512;
const keptBytes = 507;
const mark = '[...]';

/**
 * Upstream's truncation, behind the switch `truncatefields`: where the whole alert is over 4096 bytes, every text field over
 * 512 bytes is cut, in the output text too. Unlike upstream a character is never split.
 */
export function truncateFields(fields: Fields, output: string, alertBytes: number): { fields: Fields; output: string } {
  if (alertBytes <= maxAlertBytes) return { fields, output };
  let text = output;
  const entries = Object.entries(fields).map(([name, value]) => {
    if (typeof value !== 'string' || Buffer.byteLength(value) <= maxFieldBytes) return [name, value] as const;
    const cut = cutToBytes(value, keptBytes) + mark;
    text = text.replaceAll(value, () => cut);
    return [name, cut] as const;
  });
  return { fields: Object.fromEntries(entries), output: text };
}

/** The longest beginning of a text that takes at most `maxBytes` bytes of UTF-8 and ends between two characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
