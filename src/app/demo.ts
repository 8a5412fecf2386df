import type { Clock } from '#kit/clock.ts';
import { demoAlert, seededRandom } from './demo-alerts.ts';

/** Between one and this many alerts at a time, after a pause of up to `maxPauseMs`: life is not even. */
const maxBurst = 3;
const maxPauseMs = 2500;
/** The same stream each time. */
const seed = 7;

/** Posts made-up alerts to a running Tiercel until the signal is aborted. */
export async function playDemo(url: string, clock: Clock, signal: AbortSignal): Promise<void> {
  const random = seededRandom(seed);
  while (!signal.aborted) {
    const burst = 1 + Math.floor(random() * maxBurst);
    for (let index = 0; index < burst; index++) {
      await fetch(url, { method: 'POST', body: demoAlert(random, clock.now()), signal }).catch(ignoreAbort);
    }
    await clock.sleep(random() * maxPauseMs, signal).catch(ignoreAbort);
  }

  function ignoreAbort(error: unknown): void {
    if (!signal.aborted) throw error;
  }
}
