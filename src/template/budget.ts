import { fail } from './template-error.ts';

/** The longest text that a template, or any function in it, may make. */
export const maxTextLength = 1 << 20;

/** How deep templates, control structures, parentheses and printed values may nest while rendering. */
export const maxDepth = 400;

const maxWork = 2_000_000;

/** Counts what one rendering does, so that no template can hang the process. */
export class Budget {
  #remaining = maxWork;

  /** A unit is about a step of the template. */
  spend(units: number): void {
    this.#remaining -= units;
    if (this.#remaining < 0) fail('the template does too much work');
  }

  /** Pays for reading or writing a text. */
  spendOnText(text: string): void {
    this.spend(text.length >> 4);
  }

  /** Pays for a text that was made, and refuses one that is too long. */
  text(text: string): string {
    this.spendOnText(text);
    if (text.length > maxTextLength) fail(`the text is longer than ${maxTextLength} characters`);
    return text;
  }
}
