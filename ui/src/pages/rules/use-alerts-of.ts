import { useCallback } from 'react';
import { printValue } from '#query/print-query.ts';
import { searchOf, type TimeSearch } from '#ui/app/time-range.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import type { RuleRow } from './rule-row.ts';

export interface WayToAlerts {
  readonly to: '/alerts';
  readonly search: TimeSearch & { readonly q: string };
}

/** The way to the alerts of a rule, in the time that the page looks at. */
export function useAlertsOf(): (row: RuleRow) => WayToAlerts {
  const { range } = useTimeRange();
  return useCallback(
    ({ rule }) => ({ to: '/alerts', search: { q: `rule:${printValue(rule)}`, ...searchOf(range) } }),
    [range],
  );
}
