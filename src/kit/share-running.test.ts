import { expect, it } from 'vitest';
import { shareRunning } from './share-running.ts';

it('runs once for all who ask meanwhile, and anew for whoever asks later', async () => {
  let runs = 0;
  const count = shareRunning(async () => {
    await Promise.resolve();
    return ++runs;
  });
  expect(await Promise.all([count(), count(), count()])).toEqual([1, 1, 1]);
  expect(await count()).toBe(2);
});

it('fails for all who ask meanwhile, and tries anew afterwards', async () => {
  let runs = 0;
  const fail = shareRunning(async () => {
    await Promise.resolve();
    throw new Error(`run ${++runs}`);
  });
  const results = await Promise.allSettled([fail(), fail()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(fail()).rejects.toThrow('run 2');
});
