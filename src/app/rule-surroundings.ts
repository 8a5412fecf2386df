import os from 'node:os';
import { RecentFailures } from '#rules/fields/okta-failures.ts';
import type { RuleSurroundings } from '#config/configuration.ts';

const minuteSeconds = 60;
const millisecondNs = 1_000_000n;

/** What fields such as `evt.hostname` and `evt.time` depend on, as it is on this machine. */
export function ruleSurroundings(nowMs: () => number): RuleSurroundings {
  let firstEventNs: bigint | undefined;
  return {
    hostname: os.hostname(),
    pluginName: 'k8saudit',
    oktaFailures: new RecentFailures(),
    utcOffset: (timeMs) => -new Date(timeMs).getTimezoneOffset() * minuteSeconds,
    firstEventNs: () => (firstEventNs ??= BigInt(nowMs()) * millisecondNs),
  };
}
