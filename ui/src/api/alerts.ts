import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { AlertDetail, AlertsPage, Facets, Histogram } from './contract.ts';

/** Which alerts are meant. */
export interface Selection {
  readonly query: string;
  readonly fromMs: number;
  /** Until now, and what comes yet, if absent. */
  readonly untilMs?: number | undefined;
}

export interface AlertOrder {
  readonly by: 'time' | 'priority';
  readonly order: 'asc' | 'desc';
}

const pageLength = 200;

/** The list, page by page. */
export function alertsQuery(api: ApiClient, selection: Selection, { by, order }: AlertOrder) {
  return infiniteQueryOptions({
    queryKey: ['alerts', selection, by, order],
    queryFn: ({ pageParam, signal }) => {
      const position = { sort: by, order, limit: pageLength, cursor: pageParam };
      return api.get<AlertsPage>('/alerts', { ...parametersOf(selection), ...position }, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

/** The newest of the list, for what became of alerts that came in live. */
export function newestQuery(api: ApiClient, query: string, fromMs: number, seq: number) {
  return queryOptions({
    queryKey: ['alerts-newest', query, fromMs, seq],
    queryFn: ({ signal }) => api.get<AlertsPage>('/alerts', { query, from: fromMs, limit: pageLength }, signal),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}

/** Alerts beside one: few, newest first. */
export function nearbyQuery(api: ApiClient, selection: Selection) {
  return queryOptions({
    queryKey: ['alerts-nearby', selection],
    queryFn: ({ signal }) => api.get<AlertsPage>('/alerts', { ...parametersOf(selection), limit: 100 }, signal),
  });
}

export function histogramQuery(api: ApiClient, { query, fromMs, untilMs }: Required<Selection>) {
  return queryOptions({
    queryKey: ['histogram', query, fromMs, untilMs],
    queryFn: ({ signal }) =>
      api.get<Histogram>('/histogram', { query, from: Math.round(fromMs), until: Math.round(untilMs ?? 0) }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export interface FacetsAsked {
  /** Dimensions, parted by commas; the usual ones if absent. */
  readonly by?: string;
  readonly contains?: string;
  readonly limit?: number;
}

export function facetsQuery(api: ApiClient, selection: Selection, asked: FacetsAsked = {}) {
  return queryOptions({
    queryKey: ['facets', selection, asked],
    queryFn: ({ signal }) => api.get<Facets>('/facets', { ...parametersOf(selection), ...asked }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function alertQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => api.get<AlertDetail>(`/alerts/${encodeURIComponent(id)}`, {}, signal),
  });
}

export function parametersOf({ query, fromMs, untilMs }: Selection) {
  return { query, from: Math.round(fromMs), until: untilMs === undefined ? undefined : Math.round(untilMs) };
}

/** The newest few that a query finds, whenever they came; asked again when there is a newer one. */
export function latestQuery(api: ApiClient, query: string, lastSeq: number, limit: number) {
  return queryOptions({
    queryKey: ['alerts-latest', query, lastSeq, limit],
    queryFn: ({ signal }) => api.get<AlertsPage>('/alerts', { query, limit }, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}
