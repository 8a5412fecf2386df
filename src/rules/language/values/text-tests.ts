import { compareBytes, isAscii, hasEscapedBytes, toByteString, toValidText } from '../byte-text.ts';
import type { NumericOperator, StringOperator } from '../expression.ts';
import { LinearRegex } from '../regex/linear-regex.ts';
import { compileGlob } from './glob.ts';

export type TextTest = (text: string) => boolean;

/**
 * What an operator asks of a text, given the constant on its right. Whole characters of UTF-8 are found alike in UTF-16,
 * so only constants with other bytes need the bytes.
 * @throws RegexSyntaxError
 */
export function compileTextTest(operator: NumericOperator | StringOperator, constant: string): TextTest {
  switch (operator) {
    case '=':
    case '==':
      return (text) => text === constant;
    case '!=':
      return (text) => text !== constant;
    case '<':
      return (text) => compareBytes(text, constant) < 0;
    case '<=':
      return (text) => compareBytes(text, constant) <= 0;
    case '>':
      return (text) => compareBytes(text, constant) > 0;
    case '>=':
      return (text) => compareBytes(text, constant) >= 0;
    case 'glob':
    case 'iglob':
      return globTest(constant, operator === 'iglob');
    case 'regex':
      return regexTest(constant);
    case 'contains':
    case 'bcontains':
      return substringTest(constant, (text, part) => text.includes(part));
    case 'startswith':
    case 'bstartswith':
      return substringTest(constant, (text, part) => text.startsWith(part));
    case 'endswith':
      return substringTest(constant, (text, part) => text.endsWith(part));
    case 'icontains':
      return caselessTest([constant]);
  }
}

/** Whether a text contains one of some constants, whatever the case of the letters of ASCII. */
export function caselessTest(constants: readonly string[]): TextTest {
  if (!constants.every(isAscii)) {
    const tests = constants.map(caselessPart);
    return (text) => tests.some((test) => test(text));
  }
  // Without the flag u, letters of ASCII equal no others. There is nothing in it that could be tried twice.
  const anyOf = new RegExp(constants.map((constant) => constant.replaceAll(/[^a-zA-Z0-9]/g, escaped)).join('|'), 'i');
  return (text) => anyOf.test(text);
}

/** In a regular expression without the flag u, a backslash before what is no letter or digit stands for just that. */
const escaped = String.raw`\$&`;

function caselessPart(constant: string): TextTest {
  const lower = lowerCase(constant);
  return substringTest(lower, (text, part) => lowerCase(text).includes(part));
}

/** `tolower` in the C locale: letters of ASCII only. */
export function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function upperCase(text: string): string {
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function substringTest(constant: string, test: (text: string, part: string) => boolean): TextTest {
  if (!hasEscapedBytes(constant)) return (text) => test(text, constant);
  const bytes = toByteString(constant);
  return (text) => test(toByteString(text), bytes);
}

function globTest(pattern: string, ignoreCase: boolean): TextTest {
  const test = compileGlob(toByteString(pattern), { ignoreCase });
  return (text) => test(toByteString(text));
}

function regexTest(pattern: string): TextTest {
  if (hasEscapedBytes(pattern)) throw new RangeError('invalid regex pattern: invalid UTF-8');
  const regex = readRegex(pattern);
  return (text) => regex.matches(toValidText(text));
}

function readRegex(pattern: string): LinearRegex {
  try {
    return new LinearRegex(pattern);
  } catch (error) {
    throw new RangeError(`invalid regex pattern: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
