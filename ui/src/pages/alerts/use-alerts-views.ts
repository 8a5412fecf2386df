import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { View } from '#ui/api/contract.ts';
import { parseSearch, printSearch } from '#ui/app/search-text.ts';
import { readTimeSearch } from '#ui/app/time-range.ts';
import type { ViewedPage } from '#ui/views/use-views.ts';
import { readAlertsSearch } from './alerts-search.ts';
import { useAlertsSearch } from './use-alerts-search.ts';

/** The page as views keep it. */
export function useAlertsViews(): ViewedPage {
  const { search, change } = useAlertsSearch();
  const navigate = useNavigate();
  const hasDetail = search.open !== undefined;
  const text = useMemo(() => {
    const { open: _open, tab: _tab, view: _view, live: _live, ...kept } = search;
    return printSearch(kept).slice(1);
  }, [search]);
  const open = useCallback(
    ({ id, search: kept }: View, replace = false) => {
      const raw = parseSearch(kept);
      void navigate({ to: '/alerts', search: { ...readAlertsSearch(raw), ...readTimeSearch(raw), view: id }, replace });
    },
    [navigate],
  );
  const choose = useCallback((id: string) => change({ view: id }, true), [change]);
  return useMemo(
    () => ({
      page: 'alerts',
      title: 'Alerts',
      kept: 'Query, time and order',
      text,
      chosen: search.view,
      hasDetail,
      open,
      choose,
    }),
    [text, search.view, hasDetail, open, choose],
  );
}
