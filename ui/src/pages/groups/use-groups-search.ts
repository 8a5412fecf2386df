import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { GroupsSearch } from './groups-search.ts';

const route = getRouteApi('/shell/groups');

/** The URL of the page, and how to change parts of it: as a step in the history, or in place of the last one. */
export function useGroupsSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (changed: GroupsSearch, isReplacing = false) => {
      void navigate({ search: (before) => ({ ...before, ...changed }), replace: isReplacing });
    },
    [navigate],
  );
  return { search, change };
}
