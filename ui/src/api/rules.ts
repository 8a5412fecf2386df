import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Rules } from './contract.ts';

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Every rule that was seen, and those that rule files describe. */
export function rulesQuery(api: ApiClient, { fromMs, untilMs }: Span) {
  return queryOptions({
    queryKey: ['rules', fromMs, untilMs],
    queryFn: ({ signal }) => api.get<Rules>('/rules', { from: Math.round(fromMs), until: Math.round(untilMs) }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
