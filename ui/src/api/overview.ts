import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Overview } from './contract.ts';

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The whole page but for its histogram. */
export function overviewQuery(api: ApiClient, { fromMs, untilMs }: Span) {
  return queryOptions({
    queryKey: ['overview', fromMs, untilMs],
    queryFn: ({ signal }) =>
      api.get<Overview>('/overview', { from: Math.round(fromMs), until: Math.round(untilMs) }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
