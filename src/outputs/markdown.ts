import { withoutMentions, zeroWidthSpace } from './inert-text.ts';

/**
 * Makes text mean itself in Markdown: no emphasis, code, link, picture, list, heading or quotation comes of it, and it
 * mentions nobody. `<` and what looks like an entity become entities, since some services read `<…>` before Markdown.
 * An underscore within a word is no markup. See https://spec.commonmark.org/0.31.2/#backslash-escapes.
 */
export function escapeMarkdown(text: string): string {
  const escaped = escapeSymbols(text)
    .replaceAll(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;');
  return withoutMentions(escaped);
}

/**
 * As `escapeMarkdown`, for services that leave entities as they are and have a backslash before `<` instead; and a space without
 * width behind it, since a bare address before it takes the backslash for its own end.
 */
export function escapeMarkdownWithoutEntities(text: string): string {
  return withoutMentions(escapeSymbols(text).replaceAll('<', `\\<${zeroWidthSpace}`));
}

function escapeSymbols(text: string): string {
  return text
    .replaceAll(/[\\`*~[\]|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\$&`)
    .replaceAll(/^([ \t]*)([#>]|[+-](?=[ \t]|$)|-(?=[- \t]+$)|=(?=[= \t]*$)|:(?=-))/gm, String.raw`$1\$2`)
    .replaceAll(/^([ \t]*\d+)([.)])(?=[ \t]|$)/gm, String.raw`$1\$2`)
    .replaceAll(/^(?= {4}| {0,3}\t)/gm, zeroWidthSpace);
}
