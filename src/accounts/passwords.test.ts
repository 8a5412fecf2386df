import { expect, it } from 'vitest';
import { Passwords } from './passwords.ts';

const cheap = { costExponent: 4, blockSize: 8, parallelization: 1 };

it('says at what cost a password was hashed, and takes it at any', async () => {
  const passwords = new Passwords(cheap);
  const kept = await passwords.hash('pässword');
  expect(kept).toMatch(/^scrypt\$4\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  const dearer = new Passwords({ ...cheap, costExponent: 5 });
  expect(await dearer.verify('pa\u0308ssword', kept)).toBe(true);
  expect(await dearer.verify('password', kept)).toBe(false);
  expect([passwords.needsRenewal(kept), dearer.needsRenewal(kept)]).toEqual([false, true]);
});

it('works at the usual cost, and takes nothing for a hash that is none', async () => {
  const passwords = new Passwords();
  expect(await passwords.verify('a', await passwords.hash('a'))).toBe(true);
  expect(await new Passwords(cheap).verify('a', 'scrypt$')).toBe(false);
  expect(await new Passwords(cheap).verify('a', undefined)).toBe(false);
});

it('sends away who comes when too many wait', async () => {
  const passwords = new Passwords(cheap);
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => passwords.hash('a')));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
  expect(await passwords.hash('a')).toBeDefined();
});
