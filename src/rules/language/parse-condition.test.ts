import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, Position } from './expression.ts';
import { ConditionSyntaxError } from './expression.ts';
import { parseCondition, parseFieldOperand } from './parse-condition.ts';
import { printCondition } from './print-condition.ts';
import { printableCondition } from './testing/random-conditions.ts';

function failure(condition: string): { readonly message: string; readonly position: Position } {
  try {
    parseCondition(condition);
  } catch (error) {
    if (error instanceof ConditionSyntaxError) return { message: error.message, position: error.position };
    throw error;
  }
  throw new Error(`"${condition}" is read without an error`);
}

function withoutPositions(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'position' ? undefined : value)));
}

describe('the canonical text of a condition', () => {
  it.for([
    ['a.b = c', 'a.b = c'],
    ['a.b=c', 'a.b = c'],
    ['a.b == "c d"', 'a.b == "c d"'],
    ["a.b = 'it\\'s'", 'a.b = "it\'s"'],
    ['a.b = "say \\"x\\""', 'a.b = "say \\"x\\""'],
    ['a.b = "\\x41\\t\\/"', 'a.b = "A\\t/"'],
    ['a.b = "x\\ y"', 'a.b = "x\\\\y"'],
    ['a.b = "é\\xc3\\xa9"', 'a.b = éé'],
    ['macro', 'macro'],
    ['AND', 'AND'],
    ['a and b or c', '((a and b) or c)'],
    ['a and (b or c)', '(a and (b or c))'],
    ['a and b and c', '(a and b and c)'],
    ['a and (b and c)', '(a and (b and c))'],
    ['not a', 'not a'],
    ['not not a', 'a'],
    ['not not(a)', 'a'],
    ['not not not a', 'not a'],
    ['not (a or b)', 'not (a or b)'],
    ['a and(b)or(c)', '((a and b) or c)'],
    ['\ta.b\n=\rc', 'a.b = c'],
    ['a.b exists', 'a.b exists'],
    ['a.b[x/y] exists', 'a.b[x/y] exists'],
    ['a.b["x y"] = z', 'a.b["x y"] = z'],
    ['a.b >= 0x1F', 'a.b >= 0x1F'],
    ['a.b < -1.5e+3', 'a.b < -1.5e+3'],
    ['a.b in (x, "y z", 3)', 'a.b in (x, "y z", 3)'],
    ['a.b in ()', 'a.b in ()'],
    ['a.b in x', 'a.b in x'],
    ['a.b intersects(x)', 'a.b intersects (x)'],
    ['a.b pmatch (/a/b)', 'a.b pmatch (/a/b)'],
    ['a.b startswith oneof (x, y)', 'a.b startswith oneof (x, y)'],
    ['a.b = anyof names', 'a.b = anyof names'],
    ['a.b = oneof', 'a.b = oneof'],
    ['a.b = oneof and c', '(a.b = oneof and c)'],
    ['a.b =oneof (x)', undefined],
    ['tolower(a.b) = c', 'tolower(a.b) = c'],
    ['tolower( toupper( a.b ) ) = c', 'tolower(toupper(a.b)) = c'],
    ['a.b = val(c.d)', 'a.b = val(c.d)'],
    ['a.b = tolower(c.d)', 'a.b = tolower(c.d)'],
    ['a.b = tolower', 'a.b = tolower'],
    ['join(",", (a.b, tolower(c.d), "x", 5)) = y', 'join(,,(a.b,tolower(c.d),x,5)) = y'],
    ['getopt(a.b, "n:")[n] = y', 'getopt(a.b,n:)[n] = y'],
    ['a.b regex "^x{2}$"', 'a.b regex ^x{2}$'],
  ] as const)('%s', ([condition, canonical]) => {
    if (canonical === undefined) expect(() => parseCondition(condition)).toThrow(ConditionSyntaxError);
    else expect(printCondition(parseCondition(condition))).toBe(canonical);
  });

  it('reads back as the same condition, where constants hold nothing that Falco forgets to quote', () => {
    fc.assert(
      fc.property(printableCondition, (condition) => {
        const once = printCondition(parseCondition(printCondition(condition)));
        expect(printCondition(parseCondition(once))).toBe(once);
      }),
    );
  });

  it('says all that the text said', () => {
    const condition = parseCondition('a.b = "x" and not c.d[0] in (y, z) or m');
    expect(withoutPositions(condition)).toEqual(withoutPositions(parseCondition(printCondition(condition))));
  });
});

describe('what is no condition', () => {
  const transformers = "'val', 'tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt'";
  it.for([
    ['', 'filter input string is empty', 0],
    ['a b', "unexpected token after 'a', expecting 'or', 'and'", 2],
    ['a and', "expected blank or '(' after 'and'", 5],
    ['a or)', "expected blank or '(' after 'or'", 4],
    ['(a', "expected a ')' token", 2],
    ['a and )', "expected a '(' token, a field check, or an identifier", 6],
    ['a.b', /^expected a valid check operator: one of 'exists', '<=', .*'pmatch'$/, 3],
    ['a.b >= create', `expected a number value or a field with a valid transformer: ${transformers}`, 7],
    ['a.b = (c)', `expected a string value or a field with a valid transformer: ${transformers}`, 6],
    ['a.b in 5', `expected a list, an identifier, or a field with a valid transformer: ${transformers}`, 7],
    ['a.b in (x', "expected a ')' token", 9],
    ['a.b in (x,)', 'expected a string value', 10],
    ['a.b[] = c', 'expected a valid field argument: a quoted string or a bare string', 4],
    ['a.b[x = c', "expected a ']' token", 5],
    ['a.b = "\\q"', 'unsupported string escape sequence: \\q', 10],
    ['a.b = "\\x4"', 'truncated hex char escape sequence', 11],
    ['a.b = "\\xzz"', 'invalid hex char escape sequence: zz', 12],
    ["a.b = '\\\"'", 'invalid \\" escape in \'-quoted string', 10],
    ['tolower(a.b = c', "expected a ')' token closing the transformer", 12],
    ['a.b = val("x")', "expected a field within 'val' transformer", 10],
    ['tolower(x) = y', /^expected field transformer argument: /, 8],
    ['join("", (a.b, x)) = y', /^expected transformer list argument: /, 15],
  ] as const)('%s', ([condition, message, offset]) => {
    const error = failure(condition);
    expect(error.message).toMatch(message);
    expect(error.position.offset).toBe(offset);
  });

  it('is placed in bytes, lines and columns', () => {
    expect(failure('a.b = "é"\n  x').position).toEqual({ offset: 13, line: 2, column: 3 });
  });

  it('never closes a quote behind a backslash, as Falco does not', () => {
    expect(failure('a.b = "x\\\\"').message).toMatch('expected a string value');
  });

  it('nests no deeper than Falco', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(printCondition(parseCondition(nested(190)))).toBe('a');
    expect(failure(nested(200)).message).toBe('exceeded max depth limit of 1000');
    expect(failure('('.repeat(100_000)).message).toBe('exceeded max depth limit of 1000');
  });

  it('throws nothing but syntax errors', () => {
    const part = fc.constantFrom(
      'a.b',
      ' ',
      '=',
      '(',
      ')',
      'and ',
      'not ',
      'in',
      '"',
      "'",
      '\\',
      'val(',
      ',',
      '[',
      ']',
      'é',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        try {
          parseCondition(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ConditionSyntaxError);
        }
      }),
    );
  });
});

it('knows where each part of a condition stands', () => {
  const condition = parseCondition('m or\n a.b = "x"');
  expect(condition).toEqual({
    kind: 'or',
    position: { offset: 0, line: 1, column: 1 },
    children: [
      { kind: 'identifier', name: 'm', position: { offset: 0, line: 1, column: 1 } },
      {
        kind: 'check',
        left: { kind: 'field', name: 'a.b', position: { offset: 6, line: 2, column: 2 } },
        operator: '=',
        right: { kind: 'value', value: 'x', position: { offset: 12, line: 2, column: 8 } },
        position: { offset: 6, line: 2, column: 2 },
      },
    ],
  });
});

it('reads the fields of exceptions', () => {
  expect(parseFieldOperand('tolower(a.b)')).toMatchObject({ kind: 'transformer', name: 'tolower' });
  expect(() => parseFieldOperand('a')).toThrow(ConditionSyntaxError);
});

it('reads 100,000 terms', () => {
  const terms = Array.from({ length: 100_000 }, (_, index) => `a.b = v${index}`);
  expect(parseCondition(terms.join(' or '))).toMatchObject({ kind: 'or', children: { length: 100_000 } });
});
