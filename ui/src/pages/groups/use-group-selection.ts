import { useCallback, useMemo, useRef, useState } from 'react';
import type { Group } from '#ui/api/contract.ts';

export interface GroupSelection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** All from the one that was chosen last up to this one. */
  readonly extend: (id: string, rows: readonly Group[]) => void;
  readonly set: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

export function useGroupSelection(): GroupSelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<string>(undefined);
  const toggle = useCallback((id: string) => {
    last.current = id;
    setIds((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));
  }, []);
  const extend = useCallback((id: string, rows: readonly Group[]) => {
    const all = rows.map((row) => row.id);
    const [from, to] = [Math.max(0, all.indexOf(last.current ?? id)), all.indexOf(id)];
    setIds((before) => new Set([...before, ...all.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  }, []);
  const set = useCallback((all: readonly string[]) => setIds(new Set(all)), []);
  const clear = useCallback(() => setIds(new Set()), []);
  return useMemo(() => ({ ids, toggle, extend, set, clear }), [ids, toggle, extend, set, clear]);
}
