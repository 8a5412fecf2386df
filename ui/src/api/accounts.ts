import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from './api-context.ts';
import type { ApiClient } from './client.ts';
import type { ApiToken, Audit, Role, User } from './contract.ts';

export function usersQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.get<{ readonly users: readonly User[] }>('/users', {}, signal),
  });
}

export function tokensQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => api.get<{ readonly tokens: readonly ApiToken[] }>('/tokens', {}, signal),
  });
}

/** What people did, newest first. */
export function auditQuery(api: ApiClient) {
  return infiniteQueryOptions({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) => api.get<Audit>('/audit', { before: pageParam, limit: 100 }, signal),
    initialPageParam: newest,
    getNextPageParam: ({ next }) => next,
  });
}

const newest: string | undefined = undefined;

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface UserChange {
  readonly role?: Role;
  readonly password?: string;
  readonly isDisabled?: boolean;
}

export function useAddUser() {
  return useChange((api, user: NewUser) => api.send('POST', '/users', user), ['users']);
}

export function useChangeUser() {
  return useChange(
    (api, { login, change }: { login: string; change: UserChange }) =>
      api.send('PATCH', `/users/${encodeURIComponent(login)}`, change),
    ['users'],
  );
}

export function useRemoveUser() {
  return useChange((api, login: string) => api.send('DELETE', `/users/${encodeURIComponent(login)}`), ['users']);
}

export interface TokenWish {
  readonly name: string;
  readonly role: Role;
  readonly scope: ApiToken['scope'];
  readonly expiresInDays?: number;
}

/** Resolves to the token itself, which is told this once. */
export function useMakeToken() {
  return useChange(
    (api, wish: TokenWish) => api.send<{ readonly token: string; readonly info: ApiToken }>('POST', '/tokens', wish),
    ['tokens'],
  );
}

export function useRevokeToken() {
  return useChange((api, id: string) => api.send('DELETE', `/tokens/${encodeURIComponent(id)}`), ['tokens']);
}

export function useChangePassword() {
  return useChange(
    (api, passwords: { current: string; password: string }) => api.send('POST', '/session/password', passwords),
    ['session'],
  );
}

function useChange<Wish, Answer>(send: (api: ApiClient, wish: Wish) => Promise<Answer>, queryKey: readonly string[]) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => send(api, wish),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [...queryKey] }),
  });
}
