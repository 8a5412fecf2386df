import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { alertsQuery, newestQuery, type AlertOrder, type Selection } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { AlertsPage, Entry } from '#ui/api/contract.ts';
import { useLiveStatus } from '#ui/app/live.tsx';
import { pipsOf, type AlertRow } from './row.ts';
import type { LiveAlerts } from './use-live-alerts.ts';

/** The pages that were loaded, as the list has them. */
export function useAlertPages(selection: Selection, order: AlertOrder, isReadable: boolean) {
  const query = useInfiniteQuery({ ...alertsQuery(useApi(), selection, order), enabled: isReadable });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(rowsOf), [pages]);
  return { ...query, rows };
}

/** What came in live stands above the pages; what became of it is asked for with each pulse. */
export function useAllRows(
  rows: readonly AlertRow[],
  { shown }: LiveAlerts,
  selection: Selection,
): readonly AlertRow[] {
  const { pulse } = useLiveStatus();
  const oldest = shown.at(-1);
  const { data } = useQuery({
    ...newestQuery(useApi(), selection.query, oldest?.receivedAtMs ?? 0, pulse?.seq ?? 0),
    enabled: oldest !== undefined,
  });
  const made = useRef(new WeakMap<Entry, AlertRow>());
  return useMemo(() => {
    if (shown.length === 0) return rows;
    const told = new Map((data ? rowsOf(data) : []).map((row) => [row.entry.seq, row]));
    const known = new Set(rows.slice(0, shown.length).map(({ entry }) => entry.seq));
    const fresh = shown
      .filter(({ seq }) => !known.has(seq))
      .map((entry) => told.get(entry.seq) ?? rowOf(entry, made.current));
    return [...fresh, ...rows];
  }, [rows, shown, data]);
}

function rowsOf({ alerts, fates, outputs }: AlertsPage): readonly AlertRow[] {
  return alerts.map((entry: Entry, index) => ({ entry, pips: pipsOf(outputs, fates[index] ?? '') }));
}

/** The same for the same entry, so that the table need not make it again. */
function rowOf(entry: Entry, made: WeakMap<Entry, AlertRow>): AlertRow {
  const row = made.get(entry) ?? { entry, pips: [] };
  made.set(entry, row);
  return row;
}
