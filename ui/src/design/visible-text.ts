/**
 * Text of alerts as it is shown: characters that are not seen, or that turn the writing round, by their numbers. What an
 * attacker chose must not read as something else.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** Controls but for tab and line end, format characters but for the joiner in emoji, and letters that fill without a shape. */
const unseen = /(?![\t\n])\p{Cc}|(?!\u200d)\p{Cf}|[\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;
