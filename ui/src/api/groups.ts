import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Changed, GroupDetail, Resolution } from './contract.ts';

export function groupQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: ['group', id],
    queryFn: ({ signal }) => api.get<GroupDetail>(`/groups/${encodeURIComponent(id)}`, {}, signal),
  });
}

export type GroupDecision =
  | { readonly decision: 'open' | 'acknowledged' | 'archived' }
  | { readonly decision: 'resolved'; readonly resolution: Resolution };

export function decideGroups(api: ApiClient, ids: readonly string[], decision: GroupDecision): Promise<Changed> {
  return api.send('POST', '/groups/decide', { ids, ...decision });
}

export function assignGroups(api: ApiClient, ids: readonly string[], assignee: string | null): Promise<Changed> {
  return api.send('POST', '/groups/assign', { ids, assignee });
}

export function undoGroups(api: ApiClient, undo: string): Promise<unknown> {
  return api.send('POST', '/groups/undo', { undo });
}
