import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { formatTime } from '#ui/design/format-time.ts';
import { useZone, type Zone } from '#ui/design/zone.ts';
import {
  lengthName,
  rangeOf,
  searchOf,
  shifted,
  spanOf,
  widened,
  type TimeRange,
  type TimeSpan,
} from './time-range.ts';

interface Clock {
  /** What "now" is for relative ranges: it stands still, so that all parts of a page answer for the same time. */
  readonly nowMs: number;
  readonly refresh: () => void;
}

const ClockContext = createContext<Clock>({ nowMs: 0, refresh: () => undefined });

export function ClockProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [nowMs, setNow] = useState(Date.now);
  const refresh = useCallback(() => setNow(Date.now()), []);
  const value = useMemo(() => ({ nowMs, refresh }), [nowMs, refresh]);
  return <ClockContext value={value}>{children}</ClockContext>;
}

export interface TimeRangeControl {
  readonly range: TimeRange;
  readonly span: TimeSpan;
  /** Chooses another one: one step in the history. */
  readonly choose: (range: TimeRange) => void;
  readonly shift: (direction: -1 | 1) => void;
  readonly zoomOut: () => void;
  /** Lets a relative range end now. */
  readonly refresh: () => void;
}

/** The time range of the page, as the URL has it. */
export function useTimeRange(): TimeRangeControl {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const { nowMs, refresh } = useContext(ClockContext);
  const range = useMemo(() => rangeOf(search), [search.range, search.from, search.until]);
  const span = useMemo(() => spanOf(range, nowMs), [range, nowMs]);
  const choose = useCallback(
    (chosen: TimeRange) => {
      refresh();
      void navigate({ to: '.', search: (before) => ({ ...before, ...searchOf(chosen) }) });
    },
    [navigate, refresh],
  );
  return useMemo(
    () => ({
      range,
      span,
      choose,
      shift: (direction) => choose(shifted(range, direction, Date.now())),
      zoomOut: () => choose(widened(range, Date.now())),
      refresh,
    }),
    [range, span, choose, refresh],
  );
}

/** `Last 24 hours`, or `20 Nov 02:00 – 03:14`. */
export function rangeName(range: TimeRange, zone: Zone): string {
  if (range.kind === 'relative') return lengthName(range.length);
  const isSameDay = formatTime(range.fromMs, zone, 'day') === formatTime(range.untilMs, zone, 'day');
  const until = formatTime(range.untilMs, zone, isSameDay ? 'minutes' : 'day-and-time');
  return `${formatTime(range.fromMs, zone, 'day-and-time')} – ${until}`;
}

export function useRangeName(): string {
  return rangeName(useTimeRange().range, useZone());
}
