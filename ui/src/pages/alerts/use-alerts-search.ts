import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { AlertsSearch } from './alerts-search.ts';

const route = getRouteApi('/shell/alerts');

/** The URL of the page, and how to change parts of it: as a step in the history, or in place of the last one. */
export function useAlertsSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (changed: AlertsSearch, isReplacing = false) => {
      void navigate({ search: (before) => ({ ...before, ...changed }), replace: isReplacing });
    },
    [navigate],
  );
  return { search, change };
}
