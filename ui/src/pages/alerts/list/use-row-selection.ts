import { useCallback, useMemo, useRef, useState } from 'react';
import { rowKey, type AlertRow } from './row.ts';

export interface RowSelection {
  readonly keys: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  /** All rows from the one that was chosen last up to this one. */
  readonly extend: (key: string, rows: readonly AlertRow[]) => void;
  readonly clear: () => void;
}

export function useRowSelection(): RowSelection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(() => new Set());
  const last = useRef<string>(undefined);
  const toggle = useCallback((key: string) => {
    last.current = key;
    setKeys((before) => new Set(before.has(key) ? [...before].filter((other) => other !== key) : [...before, key]));
  }, []);
  const extend = useCallback((key: string, rows: readonly AlertRow[]) => {
    const all = rows.map(rowKey);
    const [from, to] = [all.indexOf(last.current ?? key), all.indexOf(key)];
    setKeys((before) => new Set([...before, ...all.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  }, []);
  const clear = useCallback(() => setKeys(new Set()), []);
  return useMemo(() => ({ keys, toggle, extend, clear }), [keys, toggle, extend, clear]);
}
