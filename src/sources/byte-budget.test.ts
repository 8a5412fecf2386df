import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

/** Whether a wait is over, once everything that can go on has gone on. */
async function isGranted(room: Promise<void> | undefined): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([room, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending;
}

it('gives room at once while there is some, then in the order of asking', async () => {
  const budget = new ByteBudget(() => 100);
  const [first, second, third] = [budget.share(false), budget.share(false), budget.share(false)];
  expect(first.grow(80)).toBeUndefined();
  const large = second.grow(50);
  const small = third.grow(10);
  expect(await isGranted(large)).toBe(false);
  expect(await isGranted(small)).toBe(false);
  first.release();
  expect(await isGranted(large)).toBe(true);
  expect(await isGranted(small)).toBe(true);
  expect(budget.usedBytes).toBe(60);
});

it('lets one half-read body go beyond, so that none waits for another for ever', async () => {
  const budget = new ByteBudget(() => 100);
  const [first, second] = [budget.share(false), budget.share(false)];
  void first.grow(50);
  void second.grow(50);
  expect(await isGranted(first.grow(30))).toBe(true);
  const waiting = second.grow(30);
  expect(await isGranted(waiting)).toBe(false);
  first.release();
  expect(await isGranted(waiting)).toBe(true);
});

it('holds what is still in work after its release', async () => {
  const budget = new ByteBudget(() => 100);
  const share = budget.share(false);
  let finish = () => {};
  void share.grow(70);
  share.holdUntil(new Promise<void>((resolve) => (finish = resolve)));
  share.release();
  expect(budget.usedBytes).toBe(70);
  finish();
  await isGranted(undefined);
  expect(budget.usedBytes).toBe(0);
});

it('forgets the waits of a share that is released', async () => {
  const budget = new ByteBudget(() => 100);
  const [first, second] = [budget.share(false), budget.share(false)];
  void first.grow(100);
  void second.grow(10);
  second.release();
  expect(budget.waiting).toBe(0);
  first.release();
  expect(budget.usedBytes).toBe(0);
});

it('serves everybody in the end, and never holds more than its bytes and one body', async () => {
  const bodies = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(bodies, async (parts) => {
      const budget = new ByteBudget(() => 100);
      let most = 0;
      await Promise.all(
        parts.map(async (sizes) => {
          const share = budget.share(false);
          for (const bytes of sizes) {
            await share.grow(bytes);
            most = Math.max(most, budget.usedBytes);
          }
          share.release();
        }),
      );
      expect(most).toBeLessThanOrEqual(100 + 5 * 60);
      expect(budget.usedBytes).toBe(0);
      expect(budget.waiting).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it('lets small bodies pass those that wait for room, within a part of their own', () => {
  const budget = new ByteBudget(() => 800);
  const large = budget.share(false);
  expect(large.grow(800)).toBeUndefined();
  expect(budget.share(false).grow(100)).toBeInstanceOf(Promise);
  const small = budget.share(true);
  expect(small.grow(100)).toBeUndefined();
  expect(budget.share(true).grow(1)).toBeInstanceOf(Promise);
  small.release();
  expect(budget.usedBytes).toBe(801);
});
