import type { Json } from '#kit/json.ts';
import type { RuleEvent } from './field.ts';
import { member, memberAt, stringOf } from './json-values.ts';

const maxUsers = 10_000;
const maxTimes = 200;

/**
 * When users denied a push or failed at a second factor, for 10,000 users and the last 200 times of each, as in Falco's plugin. Whoever
 * evaluates rules calls `observe` with every event, as a rule that stops early would not read the counts.
 */
export class RecentFailures {
  readonly #times = new Map<string, readonly bigint[]>();

  observe(event: RuleEvent): void {
    const key = keyOf(event.json);
    if (key === undefined) return;
    const times = this.#times.get(key) ?? [];
    if (times.includes(event.timeNs)) return;
    this.#times.delete(key);
    this.#times.set(key, [...times.slice(1 - maxTimes), event.timeNs]);
    for (const oldest of this.#times.keys()) {
      if (this.#times.size <= maxUsers) break;
      this.#times.delete(oldest);
    }
  }

  /** `undefined` for an event of another kind. */
  count(event: RuleEvent, seconds: bigint): bigint | undefined {
    const key = keyOf(event.json);
    if (key === undefined) return undefined;
    const since = event.timeNs - seconds * 1_000_000_000n;
    return BigInt((this.#times.get(key) ?? []).filter((time) => time > since).length);
  }
}

function keyOf(json: Json): string | undefined {
  const type = stringOf(member(json, 'eventType'));
  const isFailure =
    type === 'user.mfa.okta_verify.deny_push' ||
    (type === 'user.authentication.auth_via_mfa' && memberAt(json, ['outcome', 'result']) === 'FAILURE');
  return isFailure ? `${type}:${stringOf(memberAt(json, ['actor', 'id'])) ?? ''}` : undefined;
}
