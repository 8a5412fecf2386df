import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { alertsQuery, newestQuery, type AlertOrder, type Selection } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { AlertsPage, Entry } from '#ui/api/contract.ts';
import { fateQuestion, withFates } from './fates-of.ts';
import { pipsOf, type AlertRow } from './row.ts';
import { mostShown, type LiveAlerts } from './use-live-alerts.ts';

/** The pages that were loaded, as the list has them. */
export function useAlertPages(selection: Selection, order: AlertOrder, isReadable: boolean) {
  const query = useInfiniteQuery({ ...alertsQuery(useApi(), selection, order), enabled: isReadable });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap(rowsOf), [pages]);
  return { ...query, rows };
}

/** What came in live stands above the pages. What became of it is asked for until it is settled. */
export function useAllRows(
  rows: readonly AlertRow[],
  { shown }: LiveAlerts,
  { query }: Selection,
  isLive: boolean,
): readonly AlertRow[] {
  const made = useRef(new WeakMap<Entry, AlertRow>());
  const [told, setTold] = useState<ReadonlyMap<number, AlertRow>>(new Map());
  const all = useMemo(() => {
    const known = new Set(rows.slice(0, shown.length).map(({ entry }) => entry.seq));
    const fresh = shown.filter(({ seq }) => !known.has(seq)).map((entry) => rowOf(entry, made.current));
    return withFates(fresh.length === 0 ? rows : [...fresh, ...rows], told);
  }, [rows, shown, told]);
  const { fromMs, againMs } = useMemo(() => fateQuestion(isLive ? all : []), [all, isLive]);
  const { data } = useQuery({
    ...newestQuery(useApi(), query, fromMs ?? 0, shown[0]?.seq ?? 0),
    enabled: fromMs !== undefined,
    refetchInterval: againMs,
  });
  useEffect(() => {
    if (data) setTold((before) => remember(before, rowsOf(data)));
  }, [data]);
  return all;
}

/** With the latest of each; those that nobody can see any more are forgotten. */
function remember(before: ReadonlyMap<number, AlertRow>, latest: readonly AlertRow[]): ReadonlyMap<number, AlertRow> {
  const all = [...before].filter(([seq]) => !latest.some(({ entry }) => entry.seq === seq)).slice(-mostShown);
  return new Map([...all, ...latest.toReversed().map((row) => [row.entry.seq, row] as const)]);
}

function rowsOf({ alerts, fates, outputs }: AlertsPage): readonly AlertRow[] {
  return alerts.map((entry: Entry, index) => ({ entry, pips: pipsOf(outputs, fates[index] ?? '') }));
}

/** The same for the same entry, so that the table need not make it again. */
function rowOf(entry: Entry, made: WeakMap<Entry, AlertRow>): AlertRow {
  const row = made.get(entry) ?? { entry, pips: undefined };
  made.set(entry, row);
  return row;
}
