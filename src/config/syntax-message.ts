import type { ErrorCode } from 'yaml';

interface SyntaxMessage {
  readonly message: string;
  readonly remedy: string;
}

/**
 * What a syntax error of YAML means. The parser's own messages quote the text around the error, which may be a secret.
 */
export function syntaxMessage(code: ErrorCode): SyntaxMessage {
  const [message, remedy] = messages[code] ?? fallback;
  return { message, remedy };
}

const fallback = [
  'This is not valid YAML.',
  'Check the indentation, the colons and the quotes of this line and the one before.',
] as const;

const messages: Partial<Record<ErrorCode, readonly [message: string, remedy: string]>> = {
  BAD_ALIAS: [
    'A value that begins with "*" names an anchor, and there is none of that name before it.',
    'Write the value in quotes if it is meant as text.',
  ],
  BAD_DQ_ESCAPE: [
    'An escape in double quotes is unknown to YAML.',
    "Write the value in single quotes, in which '\\' means itself.",
  ],
  BAD_INDENT: ['The indentation does not fit.', 'Indent the options of one section alike, by spaces.'],
  BAD_SCALAR_START: [
    'A value begins with a character that YAML reserves.',
    'Write the value in quotes, as in "@value".',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'A colon followed by a space stands inside a value, so that the line reads as two options.',
    'Write the value in quotes, or each option on its own line.',
  ],
  MISSING_CHAR: [
    'A quote, a bracket, a comma or a colon is missing.',
    'Close what was opened, and put a space after the colon.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'A line is not an option: the colon is missing.',
    'Write "option: value", with a space after the colon.',
  ],
  TAB_AS_INDENT: ['A line is indented by a tab, which YAML forbids.', 'Indent by spaces.'],
  RESOURCE_EXHAUSTION: ['The file nests too deep.', 'Remove the surplus brackets.'],
};
