import type { Alerts } from '#outputs/output.ts';
import type { DeliveryOutput } from '../delivery-output.ts';
import type { DeliveryPolicy } from '../policy.ts';
import { alerts, numberOf } from './alerts.ts';
import { deliveryOutput, FakeOutput, type Answer } from './fake-output.ts';
import { createHarness } from './harness.ts';

/** A delivery to one output that answers as told, and what it was sent when. */
export async function started(
  answer: Answer,
  changes: Partial<DeliveryOutput> & { readonly maxAlerts?: number } = {},
  policy: Partial<DeliveryPolicy> = {},
) {
  const harness = createHarness();
  const { clock } = harness;
  /** When each delivery began, since the start. */
  const timesMs: number[] = [];
  const calls: number[][] = [];
  const output = new FakeOutput(
    async (sent, ...rest) => {
      timesMs.push(clock.monotonic());
      calls.push(sent.map(numberOf));
      return answer(sent, ...rest);
    },
    { maxAlerts: changes.maxAlerts ?? 1 },
  );
  const delivery = harness.create(policy);
  await delivery.start([deliveryOutput(output, changes)]);
  const append = (count: number) => {
    const first = harness.journal.entries.length + 1;
    harness.journal.append(alerts(first, first + count - 1));
  };
  const accepted = () => output.accepted.map(numberOf);
  return { ...harness, delivery, output, append, accepted, timesMs, calls };
}

/** Whether one of the alerts has one of the numbers. */
export function holds(sent: Alerts, ...numbers: readonly number[]): boolean {
  return sent.some((alert) => numbers.includes(numberOf(alert)));
}
