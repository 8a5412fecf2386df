import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Journal, RetentionPolicy } from '#journal/journal.ts';

const intervalMs = 60_000;

/** Has the journal remove every minute what retention no longer keeps, until the signal is aborted. */
export async function keepWithin(
  policy: () => RetentionPolicy,
  journal: Pick<Journal, 'prune'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { removed, expired } = await journal.prune(policy());
      if (removed > 0) log.debug({ removed }, 'Retention removed alerts');
      if (expired > 0) log.warn({ expired }, 'Retention removed alerts that outputs had not delivered yet');
      await clock.sleep(intervalMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'Retention failed, it is tried again',
      );
      await clock.sleep(intervalMs, signal).catch(() => {});
    }
  }
}
