import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSearch, printSearch } from './search-text.ts';

it('writes what it reads again, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), { noNullPrototype: true }),
      (search) => {
        expect(parseSearch(printSearch(search))).toEqual(search);
      },
    ),
  );
});

it('leaves out what is not there', () => {
  expect(printSearch({ q: undefined, sort: '', live: false, n: 0, on: true })).toBe('?n=0&on=true');
  expect(printSearch({})).toBe('');
});
