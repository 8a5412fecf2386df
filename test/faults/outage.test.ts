import { expect, it } from 'vitest';
import { outage } from './outage.ts';

it('delivers everything in order and once after an outage of one output', { timeout: 300_000 }, async () => {
  const report = await outage(4, 100);
  console.log(JSON.stringify(report));
  expect(report.acked).toBe(500);
  expect(report).toMatchObject({
    arrived: { healthy: report.acked, flapping: report.acked },
    duplicates: { healthy: 0, flapping: 0 },
    outOfOrder: { healthy: 0, flapping: 0 },
  });
});
