import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { parametersOf, type Selection } from './alerts.ts';
import type { ApiClient } from './client.ts';
import type { Changed, GroupDetail, Groups, Resolution } from './contract.ts';

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

export interface GroupsAsked extends Selection {
  readonly state: 'open' | 'acknowledged' | 'resolved' | 'archived';
  readonly sort: 'attention' | 'last' | 'count' | 'priority';
  readonly assignee?: string | undefined;
}

/** The list, page by page. */
export function groupsQuery(api: ApiClient, asked: GroupsAsked) {
  const { state, sort, assignee } = asked;
  return infiniteQueryOptions({
    queryKey: ['groups', asked],
    queryFn: ({ pageParam, signal }) => {
      const parameters = { ...parametersOf(asked), state, sort, assignee, limit: 100, cursor: pageParam };
      return api.get<Groups>('/groups', parameters, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function commentOnGroup(api: ApiClient, id: string, text: string): Promise<unknown> {
  return api.send('POST', `/groups/${encodeURIComponent(id)}/comments`, { text });
}
