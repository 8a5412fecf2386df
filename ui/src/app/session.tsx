import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import type { Role, Session } from '#ui/api/contract.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who asks. Only inside the shell, where somebody does. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session outside the shell');
  return session;
}

const order: readonly Role[] = ['viewer', 'responder', 'admin'];

/** Whether the person may do what a role may. Without a login everybody may everything. */
export function useMay(role: Role): boolean {
  const { user, auth } = useSession();
  return user ? order.indexOf(user.role) >= order.indexOf(role) : auth === 'none';
}

export function useSignOut(): () => void {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback(() => {
    // What the person saw goes, and the session is asked for anew, which leads to the login.
    void api.send('DELETE', '/session').finally(() => void queries.resetQueries());
  }, [api, queries]);
}
