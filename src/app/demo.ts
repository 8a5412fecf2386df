import { randomUUIDv7 } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import { readJson } from '#kit/json-read.ts';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import type { Journal } from '#journal/journal.ts';
import { demoAlert, seededRandom } from './demo-alerts.ts';
import { demoHistory } from './demo-history.ts';

/** Between one and this many alerts at a time, after a pause of up to `maxPauseMs`: life is not even. */
const maxBurst = 3;
const maxPauseMs = 2500;
/** The same stream each time. */
const seed = 7;

/** How many alerts of the past arrive together, with one time of arrival. */
const alertsAtOnce = 4;
const limits = { maxDepth: 10 };

/** A clock that can be put back, for as long as the past is written down. */
export class DemoClock implements Clock {
  readonly #clock: Clock;
  #pastMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#pastMs ?? this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#clock.sleep(ms, signal);
  }

  /** Fills a journal with the last day, before anything is delivered from it. */
  async live(journal: Pick<Journal, 'append'>): Promise<void> {
    const enrich = createEnrichment(noEnrichment, randomUUIDv7);
    const past = demoHistory(seededRandom(seed), this.#clock.now());
    try {
      for (let next = 0; next < past.length; next += alertsAtOnce) {
        const together = past.slice(next, next + alertsAtOnce);
        this.#pastMs = together.at(-1)?.atMs;
        await journal.append(together.map(({ body }) => enrich(readFalcoAlert(readJson(body, limits)))));
      }
    } finally {
      this.#pastMs = undefined;
    }
  }
}

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
