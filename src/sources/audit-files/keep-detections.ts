import type { Alert } from '#alert/alert.ts';
import type { Journal } from '#journal/journal.ts';
import type { IngestCounts } from '../ingest-counts.ts';
import type { Repetitions } from '../repetitions.ts';

export interface DetectionKeeper {
  readonly journal: Pick<Journal, 'append'>;
  readonly repetitions: Repetitions;
  readonly counts: IngestCounts;
}

/** Resolves when all are durable. What a process before this one kept of them shortly before its end is not kept again. */
export async function keepDetections(
  alerts: readonly Alert[],
  { journal, repetitions, counts }: DetectionKeeper,
): Promise<void> {
  const originals: Promise<unknown>[] = [];
  const fresh = alerts.filter((alert) => {
    const original = repetitions.original(alert);
    if (original) originals.push(original);
    return !original;
  });
  await Promise.all(originals);
  counts.repeat(alerts.length - fresh.length);
  if (fresh.length === 0) return;
  const kept = journal.append(fresh);
  repetitions.begin(fresh, kept);
  try {
    await kept;
    counts.keep(fresh);
  } finally {
    repetitions.end(fresh, false);
  }
}
