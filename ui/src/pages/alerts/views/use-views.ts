import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import type { View } from '#ui/api/contract.ts';
import { viewsQuery } from '#ui/api/views.ts';
import { parseSearch, printSearch } from '#ui/app/search-text.ts';
import { useAlertsSearch } from '../use-alerts-search.ts';

/** The part of the URL that a view keeps: not what is open at the moment. */
export function useViewText(): string {
  const { search } = useAlertsSearch();
  return useMemo(() => {
    const { open: _open, tab: _tab, view: _view, live: _live, ...kept } = search;
    return printSearch(kept).slice(1);
  }, [search]);
}

export interface ChosenView {
  readonly views: readonly View[];
  readonly chosen: View | undefined;
  /** Something differs from the chosen view. */
  readonly isEdited: boolean;
}

export function useViews(): ChosenView {
  const { data } = useQuery(viewsQuery(useApi()));
  const { search } = useAlertsSearch();
  const text = useViewText();
  return useMemo(() => {
    const views = (data?.views ?? []).filter(({ page }) => page === 'alerts');
    const chosen = views.find(({ id }) => id === search.view);
    return { views, chosen, isEdited: chosen !== undefined && !isSame(chosen.search, text) };
  }, [data, search.view, text]);
}

function isSame(one: string, other: string): boolean {
  const sorted = (text: string) =>
    JSON.stringify(Object.entries(parseSearch(text)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}
