import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { useAlertsSearch } from '../use-alerts-search.ts';
import { rowKey, type AlertRow } from './row.ts';
import type { RowSelection } from './use-row-selection.ts';

export interface ListCursor {
  readonly key: string | undefined;
  /** Its place in the list, from 0; -1 if it is not in it. */
  readonly index: number;
  readonly open: (key: string) => void;
  readonly close: () => void;
  readonly move: (by: 1 | -1) => void;
}

/** The row that is looked at. With the detail open, the two move together. */
export function useListCursor(rows: readonly AlertRow[], selection: RowSelection): ListCursor {
  const { search, change } = useAlertsSearch();
  const navigate = useNavigate();
  const [pointed, setPointed] = useState<string>();
  const key = search.open ?? pointed;
  const index = useMemo(() => rows.findIndex((row) => rowKey(row) === key), [rows, key]);

  const open = useCallback(
    (opened: string) => {
      setPointed(opened);
      change({ open: opened }, search.open !== undefined);
    },
    [change, search.open],
  );
  const close = useCallback(() => change({ open: undefined, tab: undefined }), [change]);
  const move = useCallback(
    (by: 1 | -1) => {
      const next = rows[index < 0 ? 0 : index + by];
      if (!next) return;
      if (search.open === undefined) setPointed(rowKey(next));
      else open(rowKey(next));
    },
    [rows, index, search.open, open],
  );

  const select = (isRange: boolean) => {
    if (key === undefined) return;
    if (isRange) selection.extend(key, rows);
    else selection.toggle(key);
  };
  const leave = () => {
    if (search.open !== undefined) close();
    else if (selection.keys.size > 0) selection.clear();
    else setPointed(undefined);
  };
  useShortcuts([
    { keys: 'j', label: 'Next', group: 'List', run: () => move(1) },
    { keys: 'k', label: 'Previous', group: 'List', run: () => move(-1) },
    { keys: 'Enter', label: 'Open', group: 'List', run: () => key !== undefined && open(key) },
    { keys: 'Escape', label: 'Close', group: 'List', run: leave },
    { keys: 'x', label: 'Select', group: 'List', run: () => select(false) },
    { keys: 'X', label: 'Select up to here', group: 'List', run: () => select(true) },
    {
      keys: 'o',
      label: 'Open on its own page',
      group: 'List',
      run: () => key !== undefined && void navigate({ to: '/alerts/$id', params: { id: key } }),
    },
  ]);
  return useMemo(() => ({ key, index, open, close, move }), [key, index, open, close, move]);
}
