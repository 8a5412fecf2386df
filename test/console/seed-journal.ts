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

const batch = 500;

/** Fills a journal on disk with varied alerts, as if they had arrived evenly over the time before now. */
export async function seedJournal({ path, count, spanMs, nowMs, variety = fleet, onProgress }: Seeding): Promise<void> {
  let atMs = nowMs - spanMs;
  const clock: Clock = {
    now: () => Math.round(atMs),
    monotonic: () => systemClock.monotonic(),
    sleep: async (ms, signal) => systemClock.sleep(ms, signal),
  };
  const journal = await openSqliteJournal({ path, durability: 'disk', clock });
  const alerts = new VariedAlerts(1, variety);
  try {
    for (let done = 0; done < count; done += batch) {
      atMs = nowMs - spanMs + (spanMs * done) / count;
      const size = Math.min(batch, count - done);
      await journal.append(Array.from({ length: size }, () => alerts.next(Math.round(atMs))));
      onProgress?.(done + size);
    }
  } finally {
    await journal.close();
  }
}
