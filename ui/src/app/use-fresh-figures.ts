import { useEffect, useRef } from 'react';
import { useLiveStatus } from './live.tsx';
import { useTimeRange } from './use-time-range.tsx';

const everyMs = 10_000;

/** Lets histogram and filters follow the live list: after a pulse that brought alerts, and not more often than people read. */
export function useFreshFigures(isLive: boolean): void {
  const { pulse } = useLiveStatus();
  const { refresh } = useTimeRange();
  const last = useRef({ seq: 0, atMs: Date.now() });
  const seq = pulse?.seq ?? 0;
  const nowMs = pulse?.nowMs ?? 0;
  useEffect(() => {
    if (!isLive || seq === last.current.seq || Date.now() - last.current.atMs < everyMs) return;
    last.current = { seq, atMs: Date.now() };
    refresh();
  }, [isLive, seq, nowMs, refresh]);
}
