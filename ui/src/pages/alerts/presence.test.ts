import { expect, it } from 'vitest';
import { parseQuery } from '#query/parse-query.ts';
import { printQuery } from '#query/print-query.ts';
import { presenceIn, toggleWith, toggleWithout, withoutPresence } from './presence.ts';

const after = (edit: typeof toggleWith, text: string) => printQuery(edit(parseQuery(text), 'namespace'));

it('asks for alerts without a value, and takes it back', () => {
  expect(after(toggleWithout, 'rule:x')).toBe('rule:x -namespace:*');
  expect(after(toggleWithout, 'rule:x -namespace:*')).toBe('rule:x');
});

it('does not ask for a value and for none at once', () => {
  expect(after(toggleWithout, 'namespace:payments rule:x')).toBe('rule:x -namespace:*');
  expect(after(withoutPresence, 'rule:x -namespace:*')).toBe('rule:x');
});

it('leaves them out, and takes it back', () => {
  expect(after(toggleWith, '')).toBe('namespace:*');
  expect(after(toggleWith, 'namespace:*')).toBe('');
  expect(after(toggleWith, '-namespace:*')).toBe('namespace:*');
});

it('sees both', () => {
  expect(presenceIn(parseQuery('-namespace:*'), 'namespace')).toEqual({ isAbsent: true, isPresent: false });
  expect(presenceIn(parseQuery('namespace:* rule:x'), 'namespace')).toEqual({ isAbsent: false, isPresent: true });
});
