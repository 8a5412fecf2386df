import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Entry } from '#ui/api/contract.ts';
import { useLiveStream } from '#ui/app/live.tsx';

export interface LiveAlerts {
  /** Newest first, above what was loaded. */
  readonly shown: readonly Entry[];
  /** Came in while the list was read, and wait. */
  readonly waiting: number;
  /** Matched, and were not sent: there were more than anybody can follow. */
  readonly dropped: number;
  /** Puts those that wait into the list. */
  readonly fill: () => void;
}

interface Asked {
  readonly isOn: boolean;
  readonly query: string;
  /** The newest alert that was loaded; from now on if absent. */
  readonly afterSeq: number | undefined;
  /** While the list is scrolled, hovered, or has a selection. */
  readonly isHeld: boolean;
}

/** With more than this above it, the list is better loaded again. */
export const mostShown = 2000;
/** The list takes alerts in this often, however fast they come. */
const everyMs = 400;

interface Kept {
  readonly shown: readonly Entry[];
  readonly waiting: readonly Entry[];
  /** Those of which only the newest are kept. */
  readonly waitingCount: number;
  readonly dropped: number;
}

const nothing: Kept = { shown: [], waiting: [], waitingCount: 0, dropped: 0 };

/** The live tail of the list's query. */
export function useLiveAlerts({ isOn, query, afterSeq, isHeld }: Asked): LiveAlerts {
  const stream = useLiveStream();
  const [kept, setKept] = useState(nothing);
  const held = useRef(isHeld);
  held.current = isHeld;

  useEffect(() => {
    setKept(nothing);
    if (!isOn) return undefined;
    let arrived: Entry[] = [];
    const timer = setInterval(() => {
      if (arrived.length === 0) return;
      const taken = arrived.toReversed();
      arrived = [];
      setKept((before) => (held.current ? waitMore(before, taken) : showMore(before, taken)));
    }, everyMs);
    const stop = stream.follow({
      query,
      after: afterSeq,
      onAlerts: (alerts) => arrived.push(...alerts),
      onDropped: (dropped) => setKept((before) => ({ ...before, dropped })),
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [stream, isOn, query, afterSeq]);

  const fill = useCallback(() => setKept((before) => showMore(before, [])), []);
  useEffect(() => {
    if (!isHeld) fill();
  }, [isHeld, fill]);
  return useMemo(() => ({ shown: kept.shown, waiting: kept.waitingCount, dropped: kept.dropped, fill }), [kept, fill]);
}

function waitMore(kept: Kept, taken: readonly Entry[]): Kept {
  const waiting = [...taken, ...kept.waiting].slice(0, mostShown);
  return { ...kept, waiting, waitingCount: kept.waitingCount + taken.length };
}

function showMore(kept: Kept, taken: readonly Entry[]): Kept {
  if (taken.length === 0 && kept.waiting.length === 0) return kept;
  return {
    ...kept,
    shown: [...taken, ...kept.waiting, ...kept.shown].slice(0, mostShown),
    waiting: [],
    waitingCount: 0,
  };
}
