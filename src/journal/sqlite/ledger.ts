import type { OutputLedger } from '../journal.ts';
import type { StoredStats } from './calls.ts';
import type { Connection } from './connection.ts';
import { readOutputs, readPosition, readSettledAhead, type LanePosition, type StoredOutput } from './positions.ts';
import { laneNumbers, readProgress, type Progress } from './progress.ts';
import { integer, optionalInteger } from './row.ts';

/**
 * The totals of every output in use, of one moment. What is owed follows from the others, so that the law of
 * conservation holds by construction; `countUnsettled` and the rows of `set_aside` count the same independently.
 */
export function readLedger(connection: Connection): readonly OutputLedger[] {
  return connection.snapshot(() => {
    const progress = readProgress(connection);
    return readOutputs(connection)
      .filter(({ isRetired }) => !isRetired)
      .map((output) => ledgerOf(connection, progress, output));
  });
}

function ledgerOf(connection: Connection, progress: Progress, { id, name }: StoredOutput): OutputLedger {
  const positions = laneNumbers.map((lane) => readPosition(connection, id, lane));
  const total = (count: (position: LanePosition) => number) =>
    positions.map(count).reduce((sum, each) => sum + each, 0);
  const received = progress.lanes[0].appended + progress.lanes[1].appended - total(({ base }) => base);
  const delivered = total((position) => position.delivered);
  const suppressed = total((position) => position.suppressed);
  const dead = total((position) => position.dead);
  const owed = received - delivered - suppressed - dead;
  return {
    output: name,
    received,
    delivered,
    owed,
    dead,
    suppressed,
    expired: total((position) => position.expired),
    oldestOwedAtMs: owed > 0 ? oldestOwed(connection, id) : undefined,
  };
}

function oldestOwed(connection: Connection, outputId: number): number | undefined {
  const aside = connection.get(
    `SELECT min(received_at) AS at FROM set_aside JOIN alerts ON alerts.seq = set_aside.seq WHERE output = ?`,
    outputId,
  );
  const waiting = laneNumbers.map((lane) => {
    const { cursor } = readPosition(connection, outputId, lane);
    const ahead = new Set(readSettledAhead(connection, outputId, lane, cursor));
    const rows = connection.iterate(
      `SELECT seq, received_at FROM alerts WHERE lane = ${lane} AND seq > ? ORDER BY seq`,
      cursor,
    );
    for (const row of rows) if (!ahead.has(integer(row, 'seq'))) return integer(row, 'received_at');
    return undefined;
  });
  const times = [aside && optionalInteger(aside, 'at'), ...waiting].filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}

export function readStats(connection: Connection, walBytes: number): StoredStats {
  const { lanes } = readProgress(connection);
  const oldest = connection.get('SELECT min(received_at) AS at FROM alerts');
  return {
    alerts: lanes[0].kept + lanes[1].kept,
    bytes: connection.number('PRAGMA page_count') * connection.number('PRAGMA page_size') + walBytes,
    oldestAtMs: oldest && optionalInteger(oldest, 'at'),
  };
}
