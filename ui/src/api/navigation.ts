import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Navigation } from './contract.ts';

/** The figures beside the names of pages. */
export function navigationQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['navigation'],
    queryFn: ({ signal }) => api.get<Navigation>('/navigation', {}, signal),
    refetchInterval: 30_000,
  });
}
