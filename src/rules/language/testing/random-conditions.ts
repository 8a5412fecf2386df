import fc from 'fast-check';
import type { Expression, Position } from '../expression.ts';

const position: Position = { offset: 0, line: 1, column: 1 };

const textFields = fc.constantFrom('x.text', 'x.other', 'ka.verb');
/** None that Falco prints in a way that it reads otherwise: the empty one, and those that end with a backslash. */
const value = fc.constantFrom('a', 'b', 'ab', 'create', 'delete', 'A b', 'é', '1', '0', '-b', '"\\x', 'x\udcff', '\n');

const textCheck = fc
  .record({
    field: textFields,
    operator: fc.constantFrom('=', '==', '!=', 'contains', 'icontains', 'startswith', 'endswith', 'glob', 'iglob'),
    value,
  })
  .map(({ field, operator, value: text }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator,
    right: { kind: 'value', value: text, position },
    position,
  }));

const numberCheck = fc
  .record({
    field: fc.constantFrom('x.uint64', 'x.int8', 'x.ratio', 'ka.verb'),
    operator: fc.constantFrom('<', '<=', '>', '>=', '=', '!='),
    number: fc.constantFrom('0', '1', '-5', '443', '18446744073709551615', '9007199254740993'),
  })
  .map(({ field, operator, number }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator,
    right: { kind: 'value', value: number, position },
    position,
  }));

const addressCheck = fc
  .record({
    field: fc.constantFrom('x.ip', 'l.ips'),
    operator: fc.constantFrom('in', 'intersects'),
    values: fc.array(fc.constantFrom('10.0.0.1', '::1', '10.1.2.3'), { maxLength: 3 }),
  })
  .map(({ field, operator, values }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator,
    right: { kind: 'list', values, position },
    position,
  }));

const pathCheck = fc
  .array(fc.constantFrom('/api', '/api/v1', '/*/v1', '/', 'api/[vx]1', '/x y'), { maxLength: 3 })
  .map((values): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: 'x.path', position },
    operator: 'pmatch',
    right: { kind: 'list', values, position },
    position,
  }));

const argumentCheck = fc
  .record({ field: fc.constantFrom('a.key', 'a.item'), argument: fc.constantFrom('3', 'a', 'x y', '\\"]'), value })
  .map(({ field, argument, value: text }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, argument, position },
    operator: '=',
    right: { kind: 'value', value: text, position },
    position,
  }));

const transformed = fc
  .record({ field: textFields, other: textFields, text: value, flags: fc.constantFrom('ab:', 'x:'), kind: fc.nat(3) })
  .map(({ field, other, text, flags, kind }): Expression => {
    const first = { kind: 'field', name: field, position } as const;
    const second = { kind: 'field', name: other, position } as const;
    const constant = { kind: 'value', value: text, position } as const;
    const operands = { kind: 'operands', items: [second, constant], position } as const;
    const options = { kind: 'value', value: flags, position } as const;
    const transformers = [
      { kind: 'transformer', name: 'concat', arguments: [first, constant, second], position },
      { kind: 'transformer', name: 'join', arguments: [constant, operands], position },
      { kind: 'transformer', name: 'getopt', arguments: [operands, options], selector: 'b', position },
      { kind: 'transformer', name: 'basename', arguments: [first], position },
    ] as const;
    const left = transformers[kind] ?? transformers[0];
    return { kind: 'check', left, operator: 'contains', right: constant, position };
  });

const listCheck = fc
  .record({
    field: fc.constantFrom('x.text', 'x.other', 'ka.verb', 'l.texts'),
    operator: fc.constantFrom('in', 'intersects'),
    values: fc.array(value, { maxLength: 3 }),
  })
  .map(({ field, operator, values }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator,
    right: { kind: 'list', values, position },
    position,
  }));

const modified = fc
  .record({
    field: textFields,
    operator: fc.constantFrom('=', '!=', 'contains', 'endswith'),
    modifier: fc.constantFrom('oneof', 'anyof', 'allof'),
    values: fc.array(value, { maxLength: 3 }),
  })
  .map(({ field, operator, modifier, values }): Expression => ({
    kind: 'check',
    left: { kind: 'transformer', name: 'tolower', arguments: [{ kind: 'field', name: field, position }], position },
    operator,
    modifier,
    right: { kind: 'list', values, position },
    position,
  }));

const fieldCheck = fc
  .record({ left: textFields, operator: fc.constantFrom('=', '!=', 'contains', '<', 'in'), right: textFields })
  .map(({ left, operator, right }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: left, position },
    operator,
    right: { kind: 'transformer', name: 'val', arguments: [{ kind: 'field', name: right, position }], position },
    position,
  }));

const exists = fc
  .constantFrom('x.text', 'l.texts', 'x.uint64')
  .map((name): Expression => ({ kind: 'exists', left: { kind: 'field', name, position }, position }));

const regexCheck = fc
  .record({ field: textFields, pattern: fc.constantFrom('a', 'a|b', '.*e', '[ab]+', 'é?') })
  .map(({ field, pattern }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator: 'regex',
    right: { kind: 'value', value: pattern, position },
    position,
  }));

const simpleChecks = [
  textCheck,
  regexCheck,
  listCheck,
  modified,
  fieldCheck,
  exists,
  numberCheck,
  addressCheck,
  pathCheck,
  argumentCheck,
] as const;

function conditionsOf(check: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.letrec<{ condition: Expression }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      check,
      fc
        .record({
          kind: fc.constantFrom('and', 'or'),
          children: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
        })
        .map(({ kind, children }): Expression => ({ kind, children, position })),
      tie('condition').map((child): Expression => ({ kind: 'not', child, position })),
    ),
  })).condition;
}

/** Conditions over `sampleFields`. */
export const randomCondition = conditionsOf(fc.oneof(...simpleChecks, transformed));

/** Those whose canonical text can be read: Falco prints constants in transformers without the quotes that they need. */
export const printableCondition = conditionsOf(fc.oneof(...simpleChecks));

/** Events with some of the fields that the conditions ask for. */
export const randomEvent = fc.record(
  {
    'x.text': value,
    'x.other': value,
    'ka.verb': value,
    'x.uint64': fc.constantFrom('1', '18446744073709551615'),
    'x.int8': fc.constantFrom('-5', '0'),
    'x.ratio': fc.constantFrom('0.5', '443'),
    'x.port': fc.constantFrom('443', '1'),
    'x.ip': fc.constantFrom('10.0.0.1', '::1'),
    'l.ips': fc.array(fc.constantFrom('10.0.0.1', '::1', '10.1.2.3'), { maxLength: 3 }),
    'x.path': fc.constantFrom('/api/v1/pods', 'api', '/x y/z', ''),
    'a.key[a]': value,
    'a.key[x y]': value,
    'a.item[3]': value,
    'l.texts': fc.array(value, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
