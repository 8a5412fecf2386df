import { systemClock, type Clock } from '#kit/clock.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { fleet, VariedAlerts, type Variety } from './varied-alerts.ts';

export interface Seeding {
  readonly path: string;
  readonly count: number;
  /** Over so long a time before now the alerts arrived. */
  readonly spanMs: number;
  readonly nowMs: number;
  readonly variety?: Variety;
  readonly onProgress?: (done: number) => void;
}

/** Alerts that arrive together. */
const together = 20;
/** What is handed over before the journal is waited for: it stores one wave while the next is made. */
const wave = 5000;
const mebibyte = 1024 * 1024;
/** Nobody waits for one of these alerts, so that they are stored many at a time. */
const limits = { maxBatchBytes: 16 * mebibyte, gatherBytes: 16 * mebibyte, maxUnflushedBytes: 128 * mebibyte };

/** Fills a journal on disk with varied alerts, as if they had arrived evenly over the time before now. */
export async function seedJournal({ path, count, spanMs, nowMs, variety = fleet, onProgress }: Seeding): Promise<void> {
  let atMs = nowMs - spanMs;
  const clock: Clock = {
    now: () => Math.round(atMs),
    monotonic: () => systemClock.monotonic(),
    sleep: async (ms, signal) => systemClock.sleep(ms, signal),
  };
  const journal = await openSqliteJournal({ path, durability: 'disk', clock, limits });
  const alerts = new VariedAlerts(1, variety);
  try {
    for (let done = 0; done < count; done += wave) {
      const end = Math.min(done + wave, count);
      const appended: Promise<unknown>[] = [];
      for (let first = done; first < end; first += together) {
        atMs = nowMs - spanMs + (spanMs * first) / count;
        const size = Math.min(together, end - first);
        appended.push(journal.append(Array.from({ length: size }, () => alerts.next(Math.round(atMs)))));
      }
      await Promise.all(appended);
      onProgress?.(end);
    }
  } finally {
    await journal.close();
  }
}
