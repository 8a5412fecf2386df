import type { GroupDetail } from '#ui/api/contract.ts';
import { searchOf, type TimeSearch } from '#ui/app/time-range.ts';

/** Where all alerts of a group are: its query, from the first to the last. */
export function allAlertsOf({ group, query }: GroupDetail): TimeSearch & { readonly q: string } {
  const fromMs = Math.floor(group.firstSeenMs / 60_000) * 60_000;
  const untilMs = Math.ceil((group.lastSeenMs + 1) / 60_000) * 60_000;
  return { q: query, ...searchOf({ kind: 'absolute', fromMs, untilMs }) };
}
