import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { View } from './contract.ts';

/** One's own views and the shared ones. */
export function viewsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['views'],
    queryFn: ({ signal }) => api.get<{ readonly views: readonly View[] }>('/views', {}, signal),
    staleTime: 60_000,
  });
}

export type ViewDraft = Omit<View, 'id' | 'owner'>;

export function saveView(api: ApiClient, draft: ViewDraft, id?: string): Promise<View> {
  return id === undefined
    ? api.send('POST', '/views', draft)
    : api.send('PUT', `/views/${encodeURIComponent(id)}`, draft);
}

export function removeView(api: ApiClient, id: string): Promise<unknown> {
  return api.send('DELETE', `/views/${encodeURIComponent(id)}`);
}
