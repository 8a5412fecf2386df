/** A regular expression that RE2 refuses, in RE2's words. */
export class RegexSyntaxError extends Error {
  override readonly name = 'RegexSyntaxError';

  constructor(problem: string, part: string) {
    super(part === '' ? problem : `${problem}: ${part}`);
  }
}
