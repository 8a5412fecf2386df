import { existsSync } from 'node:fs';
import type { SalvageReport } from './calls.ts';
import { Connection } from './connection.ts';
import { saveDocuments } from './documents.ts';
import { isFromDatabase, isRefusal } from './failure.ts';
import { withReadableCopy } from './schema-pages.ts';
import { migrate } from './migrations.ts';
import { laneNumbers, readProgress, writeProgress, type Progress } from './progress.ts';
import { reconcile } from './reconcile.ts';
import type { Row } from './row.ts';
import { AlertSaver } from './salvage-alerts.ts';
import { tolerantRows } from './tolerant-rows.ts';

/** Tables whose rows are copied as they are. */
const recordTables = ['outputs', 'cursors', 'outcomes', 'set_aside', 'dead_letters'] as const;

/**
 * Copies what can be read of a damaged journal into a new file, each row on its own. Alerts are derived anew from their
 * texts, and only those whose checksum is right are taken. What outputs lost by the damage is counted as suppressed, so
 * that the ledger holds.
 */
export function salvage(source: string, target: string): SalvageReport {
  const to = new Connection(target, 'write');
  try {
    migrate(to);
    return to.flushedTransaction(() => copyAll(source, to));
  } finally {
    to.close();
  }
}

function copyAll(source: string, to: Connection): SalvageReport {
  const progress = readProgress(to);
  const alerts = new AlertSaver(to, progress);
  const copied = withReadableCopy(source, (from) => {
    alerts.saveFromTables(from);
    return { stored: storedProgress(from), records: copyRecords(from, to) + saveDocuments(from, to) };
  });
  const stored = copied?.stored;
  const expected = stored ? stored.lanes[0].kept + stored.lanes[1].kept : Infinity;
  if (alerts.saved < expected && existsSync(source)) alerts.saveFromPages(source);
  alerts.end();
  if (stored) goOn(progress, stored);
  reconcile(to, progress);
  writeProgress(to, progress);
  const lostAlerts = stored ? Math.max(0, expected - alerts.saved) : undefined;
  return { alerts: alerts.saved, lostAlerts, records: copied?.records ?? 0 };
}

function storedProgress(from: Connection): Progress | undefined {
  return tolerate(() => readProgress(from), isFromDatabase);
}

/** Numbering goes on where it stood, also where the newest alerts are lost. */
function goOn(progress: Progress, stored: Progress): void {
  progress.batch = stored.batch;
  for (const lane of laneNumbers) {
    const total = progress.lanes[lane];
    total.appended = Math.max(total.kept, stored.lanes[lane].appended);
    total.last = Math.max(total.last, stored.lanes[lane].last);
  }
}

function copyRecords(from: Connection, to: Connection): number {
  let copied = 0;
  for (const table of recordTables) {
    for (const row of tolerantRows(from, table)) {
      if (tolerate(() => insertRow(to, table, row), isRefusal) === 1) copied++;
    }
  }
  return copied;
}

function insertRow(to: Connection, table: string, row: Row): number {
  const names = Object.keys(row);
  const places = names.map(() => '?').join(', ');
  return to.run(
    `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${places})`,
    ...names.map((name) => row[name] ?? null),
  );
}

function tolerate<Result>(work: () => Result, isTolerable: (error: unknown) => boolean): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!isTolerable(error)) throw error;
    return undefined;
  }
}
