import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from './api-context.ts';
import type { ApiClient } from './client.ts';
import type { DeadLetterReasons, DeadLetters } from './contract.ts';

/** Which ones: all of an output with a reason, or single ones. */
export interface DeadLetterSelection {
  readonly output?: string;
  readonly reason?: string;
  readonly seqs?: readonly number[];
}

const page = 100;

export function deadLetterReasonsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['dead-letters', 'reasons'],
    queryFn: ({ signal }) => api.get<DeadLetterReasons>('/dead-letters/reasons', {}, signal),
  });
}

/** Newest first, a page after another. */
export function deadLettersQuery(api: ApiClient, filter: { readonly output?: string; readonly reason?: string }) {
  return infiniteQueryOptions({
    queryKey: ['dead-letters', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<DeadLetters>('/dead-letters', { ...filter, before: pageParam, limit: page }, signal),
    initialPageParam: firstPage,
    getNextPageParam: ({ next }) => next,
  });
}

const firstPage: number | undefined = undefined;

/** Sends some again, or drops them for good. Resolves to how many there were. */
export function useSettleDeadLetters() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ how, selection }: { how: 'redrive' | 'drop'; selection: DeadLetterSelection }) => {
      const answer = await api.send<{ redriven?: number; dropped?: number }>('POST', `/dead-letters/${how}`, selection);
      return answer.redriven ?? answer.dropped ?? 0;
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['dead-letters'] });
      void queries.invalidateQueries({ queryKey: ['navigation'] });
      void queries.invalidateQueries({ queryKey: ['outputs'] });
    },
  });
}
