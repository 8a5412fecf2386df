import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import type { Output } from '#outputs/output.ts';
import { ConnectionKeeper } from '#delivery/connection-keeper.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { createMask } from '#delivery/mask.ts';
import { defaultPolicy } from '#delivery/policy.ts';
import { TlsContexts } from '#delivery/tls-contexts.ts';
import { connectSettings, deliveryOutput } from '#delivery/testing/fake-output.ts';

const installation = { customfields: [], templatedfields: [], outputs: [], consoleurl: undefined };

/** Connections of an output as the delivery makes them, with the real HTTP client. */
export function keeperOf(output: Output, options: object, common: Partial<DeliveryOutput> = {}): ConnectionKeeper {
  return new ConnectionKeeper({
    output: deliveryOutput(output.configure(options, installation), common),
    settings: connectSettings(),
    contexts: new TlsContexts(),
    policy: defaultPolicy,
    clock: systemClock,
    log: silentLog,
    mask: createMask([]),
  });
}
