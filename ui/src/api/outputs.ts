import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from './api-context.ts';
import type { ApiClient } from './client.ts';
import type { OutputDetail, Outputs, OutputType, OutputTypes, Preview, TestResult } from './contract.ts';

/** Values by the names of options, as they would stand in the configuration. */
export type OptionValues = Readonly<Record<string, unknown>>;

export function outputsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['outputs'],
    queryFn: ({ signal }) => api.get<Outputs>('/outputs', {}, signal),
    refetchInterval: 5000,
  });
}

export function outputQuery(api: ApiClient, name: string) {
  return queryOptions({
    queryKey: ['outputs', name],
    queryFn: ({ signal }) => api.get<OutputDetail>(`/outputs/${encodeURIComponent(name)}`, {}, signal),
  });
}

/** What there is to configure. */
export function outputTypesQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['output-types'],
    queryFn: ({ signal }) => api.get<OutputTypes>('/output-types', {}, signal),
    staleTime: Infinity,
  });
}

export function outputTypeQuery(api: ApiClient, id: string) {
  return queryOptions({
    queryKey: ['output-types', id],
    queryFn: ({ signal }) => api.get<OutputType>(`/output-types/${encodeURIComponent(id)}`, {}, signal),
    staleTime: Infinity,
  });
}

/** The message for an alert by these options; the test alert without one. Nothing is sent. */
export function previewQuery(api: ApiClient, type: string, options: OptionValues, alert: string | undefined) {
  return queryOptions({
    queryKey: ['preview', type, options, alert],
    queryFn: () =>
      api.send<Preview>('POST', `/output-types/${encodeURIComponent(type)}/preview`, {
        options,
        ...(alert !== undefined && { alert }),
      }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** Sends the test alert through an output, whatever waits there. */
export function useTestOutput() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.send<TestResult>('POST', `/outputs/${encodeURIComponent(name)}/test`, {}),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['outputs'] }),
  });
}

export function usePauseOutput() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, how }: { name: string; how: 'pause' | 'resume' }) =>
      api.send('POST', `/outputs/${encodeURIComponent(name)}/${how}`, {}),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['outputs'] });
      void queries.invalidateQueries({ queryKey: ['overview'] });
    },
  });
}
