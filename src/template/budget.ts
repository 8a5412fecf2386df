import { fail } from './template-error.ts';

/** The longest text that a template, or any function in it, may make. */
export const maxTextLength = 1 << 20;

/** How deep templates, control structures, parentheses and printed values may nest while rendering. */
export const maxDepth = 400;

/** About 0.1 s of one core, with the worst there is: nothing else goes on meanwhile. An ordinary template needs a few hundred. */
const maxWork = 250_000;

/** Counts what one rendering does, so that no template can hang the process. */
export class Budget {
  #remaining = maxWork;

  /** A unit is about a step of the template. */
  spend(units: number): void {
    this.#remaining -= units;
    if (this.#remaining < 0) fail('the template does too much work');
  }

  /** Pays for reading a text, with what functions do to it: escaping and quoting take most. */
  spendOnText(text: string): void {
    this.spend(text.length >> 5);
  }

  /** Pays for a text that was made, and refuses one that is too long. */
  text(text: string): string {
    this.spend(text.length >> 6);
    if (text.length > maxTextLength) fail(`the text is longer than ${maxTextLength} characters`);
    return text;
  }
}
