import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { useGroupsSearch } from './use-groups-search.ts';

export interface GroupCursor {
  readonly id: string | undefined;
  /** Its place in the list, from 0; -1 if it has left the list. */
  readonly index: number;
  readonly open: (id: string) => void;
  readonly close: () => void;
  readonly forget: () => void;
  readonly move: (by: 1 | -1) => void;
}

/** The group that is looked at. With the detail open, the two move together; from one that left, its neighbour is next. */
export function useGroupCursor(rows: readonly Group[]): GroupCursor {
  const { search, change } = useGroupsSearch();
  const [pointed, setPointed] = useState<string>();
  const id = search.open ?? pointed;
  const index = useMemo(() => rows.findIndex((row) => row.id === id), [rows, id]);
  const lastIndex = useRef(-1);
  useEffect(() => {
    if (index >= 0) lastIndex.current = index;
  }, [index]);

  const open = useCallback(
    (opened: string) => {
      setPointed(opened);
      change({ open: opened }, search.open !== undefined);
    },
    [change, search.open],
  );
  const close = useCallback(() => change({ open: undefined }), [change]);
  const forget = useCallback(() => setPointed(undefined), []);
  const move = useCallback(
    (by: 1 | -1) => {
      const left = by === 1 ? Math.max(0, lastIndex.current) : lastIndex.current - 1;
      const next = rows[index >= 0 ? index + by : left];
      if (!next) return;
      if (search.open === undefined) setPointed(next.id);
      else open(next.id);
    },
    [rows, index, search.open, open],
  );
  return useMemo(() => ({ id, index, open, close, forget, move }), [id, index, open, close, forget, move]);
}
