import { expect, it } from 'vitest';
import { parseQuery } from '#query/parse-query.ts';
import { printQuery } from '#query/print-query.ts';
import { shownQuery } from './audit-records.ts';

const shown = (text: string) => printQuery(shownQuery(parseQuery(text), true));

it.for<[text: string, query: string]>([
  ['', '-rule:"Kubernetes audit event"'],
  ['namespace:shop', 'namespace:shop -rule:"Kubernetes audit event"'],
  ['namespace:shop or priority>=Warning', '(namespace:shop or priority>=Warning) -rule:"Kubernetes audit event"'],
])('leaves records out of %j', ([text, query]) => {
  expect(shown(text)).toBe(query);
});

it.for([
  'ka.verb:get',
  '-ka.verb:get',
  'evil',
  '"two words" namespace:shop',
  'rule:"Kubernetes audit event"',
  'rule:"kubernetes audit event"',
  '-rule:"Kubernetes audit event"',
  'namespace:shop (ka.user.name:jane or ka.user.name:joe)',
])('shows whom they are asked by: %s', (text) => {
  expect(shown(text)).toBe(printQuery(parseQuery(text)));
});

it('shows all where no records are kept', () => {
  expect(shownQuery(parseQuery(''), false)).toEqual(parseQuery(''));
});
