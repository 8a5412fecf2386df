import { describe, expect, it } from 'vitest';
import { fieldsOf } from './compile/condition-warning.ts';
import { isListOperator } from './operators.ts';
import { parseCondition } from './parse-condition.ts';

describe('an operator', () => {
  it.for(['in', 'intersects', 'pmatch', 'startswith oneof', '= anyof'])('%s takes a list', (operator) => {
    expect(isListOperator(operator)).toBe(true);
  });

  it.for(['=', 'startswith', 'in oneof', 'startswith some', '< oneof', ''])('"%s" does not', (operator) => {
    expect(isListOperator(operator)).toBe(false);
  });
});

it('finds the fields on the left of a condition, in order', () => {
  const condition = parseCondition('a.b = c and (m or not tolower(d.e) = x) and join(",", (f.g)) = y or h.i exists');
  expect([...fieldsOf(condition)]).toEqual(['a.b', 'd.e', 'h.i']);
});
