import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import type { Alert } from '#alert/alert.ts';
import type { Output } from '#outputs/output.ts';
import { installation } from '#outputs/testing/alerts.ts';
import { attempt, type AttemptResult, type Batch } from '#delivery/attempt.ts';
import { ConnectionKeeper } from '#delivery/connection-keeper.ts';
import { Deadlines } from '#delivery/deadlines.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { createMask } from '#delivery/mask.ts';
import { pendingAlert } from '#delivery/pending-alert.ts';
import { defaultPolicy } from '#delivery/policy.ts';
import { TlsContexts } from '#delivery/tls-contexts.ts';
import { connectSettings, deliveryOutput } from '#delivery/testing/fake-output.ts';

export interface Sender {
  send(...alerts: readonly [Alert, ...Alert[]]): Promise<AttemptResult>;
  close(): Promise<void>;
}

/** Making one takes a while. */
const contexts = new TlsContexts();

/** Sends through one connection as the delivery does, and tells what came of it. */
export function sender(
  output: Output,
  options: unknown,
  changes: Partial<DeliveryOutput> = {},
  cacertfile = '',
): Sender {
  const configured = deliveryOutput(output.configure(options, installation), { timeoutMs: 10_000, ...changes });
  const mask = createMask([]);
  const settings = { ...connectSettings(), certificates: { ...connectSettings().certificates, cacertfile } };
  const common = { policy: defaultPolicy, clock: systemClock, log: silentLog, mask, settings };
  const connections = new ConnectionKeeper({ ...common, contexts, output: configured });
  const deadlines = new Deadlines(systemClock, configured.timeoutMs);
  return {
    async send(first, ...others) {
      const batch: Batch = [pending(first), ...others.map(pending)];
      const result = await attempt(batch, { ...common, output: configured.output, connections, deadlines });
      if (!result) throw new Error('The attempt was broken off');
      return result;
    },
    async close() {
      deadlines.close(new Error('The test is over'));
      await connections.close();
    },
  };
}

function pending(alert: Alert) {
  return pendingAlert({ seq: 1, receivedAtMs: 0, lane: 'normal', alert }, 0);
}
