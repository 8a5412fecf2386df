import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Settings } from './contract.ts';

export function settingsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => api.get<Settings>('/settings', {}, signal),
  });
}

/** Puts the test alert into the journal, as a sender would. */
export function sendTestAlert(api: ApiClient): Promise<{ readonly uuid: string }> {
  return api.send('POST', '/test-alert', {});
}
