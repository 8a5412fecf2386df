import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Rules, RuleTest } from './contract.ts';

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

export interface RuleTestAsked {
  readonly source: string;
  readonly event: string;
  readonly number: number;
  /** A rules file, loaded after those of the configuration. */
  readonly rules?: string;
}

/** What rules make of an event. Without a rule, those of the request are explained. */
export function ruleTestQuery(api: ApiClient, asked: RuleTestAsked | undefined, rule: string | undefined) {
  return queryOptions({
    queryKey: ['rule-test', asked, rule],
    queryFn: () =>
      api.send<RuleTest>('POST', '/rules/test', { ...asked, ...(rule !== undefined && { explain: [rule] }) }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
    retry: false,
  });
}
