import fc from 'fast-check';
import type { Expression, Position } from '../expression.ts';

const position: Position = { offset: 0, line: 1, column: 1 };

const textFields = fc.constantFrom('x.text', 'x.other', 'ka.verb');
const value = fc.constantFrom('a', 'b', 'ab', 'create', 'delete', 'A b', 'é', '1', '0');

const textCheck = fc
  .record({
    field: textFields,
    operator: fc.constantFrom('=', '==', '!=', 'contains', 'icontains', 'startswith', 'endswith', 'glob', 'regex'),
    value,
  })
  .map(({ field, operator, value: text }): Expression => ({
    kind: 'check',
    left: { kind: 'field', name: field, position },
    operator,
    right: { kind: 'value', value: text, position },
    position,
  }));

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

/** Conditions over `sampleFields`. */
export const randomCondition: fc.Arbitrary<Expression> = fc.letrec<{ condition: Expression }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(textCheck, listCheck, modified, fieldCheck, exists),
    fc
      .record({
        kind: fc.constantFrom('and', 'or'),
        children: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
      })
      .map(({ kind, children }): Expression => ({ kind, children, position })),
    tie('condition').map((child): Expression => ({ kind: 'not', child, position })),
  ),
})).condition;

/** Events with some of the fields that the conditions ask for. */
export const randomEvent = fc.record(
  {
    'x.text': value,
    'x.other': value,
    'ka.verb': value,
    'x.uint64': fc.constantFrom('1', '18446744073709551615'),
    'l.texts': fc.array(value, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
