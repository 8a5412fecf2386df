import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Senders } from './contract.ts';

/** The hosts that alerts come from. A silent one sends nothing that could tell of it, so this is asked now and then. */
export function sendersQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['senders'],
    queryFn: ({ signal }) => api.get<Senders>('/senders', {}, signal),
    refetchInterval: 30_000,
  });
}
