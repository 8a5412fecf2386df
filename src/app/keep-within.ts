import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Journal, RetentionPolicy } from '#journal/journal.ts';

const intervalMs = 60_000;
/** How often the wall clock is looked at: a jump to and fro in between stays unseen. */
const lookMs = 1000;

/**
 * Has the journal remove every minute what retention no longer keeps, until the signal is aborted. Alerts are not older because
 * somebody set the clock forward: where that happened, they are kept for as much longer, until the next start.
 */
export async function keepWithin(
  policy: () => RetentionPolicy,
  journal: Pick<Journal, 'prune'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const jumps = new ForwardJumps(clock);
  while (!signal.aborted) {
    try {
      const { removed, expired } = await journal.prune(lenient(policy(), jumps.look()));
      if (removed > 0) log.debug({ removed }, 'Retention removed alerts');
      if (expired > 0) log.warn({ expired }, 'Retention removed alerts that outputs had not delivered yet');
    } catch (error) {
      if (signal.aborted) return;
      log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'Retention failed, it is tried again',
      );
    }
    await sleepLooking(clock, jumps, signal);
  }
}

/** How far the wall clock is ahead of where it would be had it never been set forward. */
class ForwardJumps {
  readonly #clock: Clock;
  #leastOffsetMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  look(): number {
    const offsetMs = this.#clock.now() - this.#clock.monotonic();
    this.#leastOffsetMs = Math.min(this.#leastOffsetMs, offsetMs);
    return offsetMs - this.#leastOffsetMs;
  }
}

function lenient(policy: RetentionPolicy, aheadMs: number): RetentionPolicy {
  return policy.maxAgeMs === undefined ? policy : { ...policy, maxAgeMs: policy.maxAgeMs + aheadMs };
}

async function sleepLooking(clock: Clock, jumps: ForwardJumps, signal: AbortSignal): Promise<void> {
  const untilMs = clock.monotonic() + intervalMs;
  while (!signal.aborted && clock.monotonic() < untilMs) {
    await clock.sleep(lookMs, signal).catch(() => {});
    jumps.look();
  }
}
