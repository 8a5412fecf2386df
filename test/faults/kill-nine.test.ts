import { expect, it } from 'vitest';
import { killNine } from './kill-nine.ts';

it('loses no acknowledged alert to kill -9 under load', { timeout: 600_000 }, async () => {
  const report = await killNine(6, 20_261_124);
  console.log(JSON.stringify(report));
  expect(report.acked).toBeGreaterThan(50);
  expect(report).toMatchObject({ lost: { healthy: 0, slow: 0 }, corrupted: 0, spurious: 0 });
  expect(report.owedToDead).toBe(report.kept);
  expect(report.kept).toBeGreaterThanOrEqual(report.acked);
});
