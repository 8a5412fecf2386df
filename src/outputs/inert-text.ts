/** Takes no room and is no part of any name, so that what stands around it is not read as one. */
export const zeroWidthSpace = '\u200b';

/**
 * For services that have mentions and links, but no way to escape them: taken apart with a space that nobody sees. `@all`,
 * `#channel`, `{@participants}`, `<users/all>`, `[text](address)` stay readable and do nothing; `<address|text>`, where a
 * space without width would not do, gets one with.
 */
export function inert(text: string): string {
  return withoutMentions(text)
    .replaceAll(/\](?=\()/g, `$&${zeroWidthSpace}`)
    .replaceAll(/<(?=[^<>|\n]*\|)/g, '$& ')
    .replaceAll(/<(?=[\p{L}!@#/])/gu, `$&${zeroWidthSpace}`);
}

/** Mentions of people and channels, taken apart. */
export function withoutMentions(text: string): string {
  return text.replaceAll(/[@#](?=[\p{L}\p{N}_.*{-])/gu, `$&${zeroWidthSpace}`);
}
