/** Where a text was cut; the mark that Falcosidekick uses, too. */
export const cutMark = '[...]';

/**
 * A text of at most `maxLength` UTF-16 units, the mark included where it had to be cut. No count of characters that a
 * provider may use comes out higher. A character is never split.
 */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, Math.max(0, maxLength - cutMark.length)).replace(loneLead, '')}${cutMark}`;
}

const loneLead = /[\ud800-\udbff]$/;
