import { expect } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import type { Output } from '#outputs/output.ts';
import { until } from '#outputs/testing/programs.ts';
import { deliverAll, numberedAlerts } from './deliver.ts';

export interface RestartResult {
  readonly lost: number;
  readonly duplicated: number;
  /** Whether those that came for the first time did so in the order of the alerts. */
  readonly isInOrder: boolean;
}

/**
 * Delivers some thousand alerts to a server that is killed and started again in between, and compares what it has then,
 * byte for byte. Says on the console what came of it.
 */
export async function deliverThroughRestart(
  output: Output,
  options: object,
  restart: () => Promise<void>,
  stored: (count: number) => Promise<readonly string[]>,
  alertCount = usualCount,
): Promise<RestartResult> {
  const alerts = numberedAlerts(alertCount);
  const { delivered, dead } = await deliverAll(output, options, alerts, async (deliveredSoFar) => {
    await until(async () => (await deliveredSoFar()) >= alertCount / 20, 'the first alerts');
    await restart();
  });
  expect([delivered, dead.size]).toEqual([alertCount, 0]);
  const result = compare(alerts, await stored(alertCount));
  console.info(`${output.id}: of ${alertCount} alerts through a restart: ${JSON.stringify(result)}`);
  return result;
}

const usualCount = 4000;

function compare(alerts: readonly Alert[], stored: readonly string[]): RestartResult {
  const sent = alerts.map(({ json }) => json);
  const different = new Set(stored);
  const order = new Map(sent.map((json, index) => [json, index]));
  const numbers = [...different].map((json) => order.get(json) ?? -1);
  expect(numbers, 'nothing is there that was not sent').not.toContain(-1);
  return {
    lost: sent.length - different.size,
    duplicated: stored.length - different.size,
    isInOrder: numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? -1)),
  };
}
