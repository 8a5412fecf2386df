import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import type { Session } from './contract.ts';

export function sessionQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const session = await api.get<Session>('/session', {}, signal);
      api.csrf = session.csrf;
      return session;
    },
    staleTime: Infinity,
  });
}

export function login(
  api: ApiClient,
  credentials: { readonly login: string; readonly password: string },
): Promise<Session> {
  return api.send<Session>('POST', '/session', credentials);
}

export function makeFirstUser(
  api: ApiClient,
  user: { readonly secret: string; readonly login: string; readonly password: string },
): Promise<Session> {
  return api.send<Session>('POST', '/session/first', user);
}
