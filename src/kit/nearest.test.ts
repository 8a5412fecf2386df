import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

it.for([
  ['webhokurl', 'webhookurl'],
  ['Wbehookurl', 'webhookurl'],
  ['chanel', 'channel'],
  ['iocn', 'icon'],
  ['footerr', 'footer'],
  ['something', undefined],
  ['', undefined],
] as const)('takes %j for %j', ([word, expected]) => {
  expect(nearest(word, ['webhookurl', 'channel', 'icon', 'footer'])).toBe(expected);
});

it('prefers the closest of several', () => {
  expect(nearest('certfile', ['cacertfile', 'certfiles', 'keyfile'])).toBe('certfiles');
});
