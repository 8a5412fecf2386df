import type { Context } from 'hono';
import { roles, type Role } from './contract/common.ts';
import { ApiFailure } from './api-failure.ts';

/** Who asks, as the access middleware found out: `context.get('caller')`. */
export interface Caller {
  /** For decisions and the audit trail. Of a token its name; `local` for whoever is on this machine without an account. */
  readonly login: string;
  readonly role: Role;
  readonly kind: 'session' | 'token' | 'local';
}

declare module 'hono' {
  interface ContextVariableMap {
    caller: Caller;
  }
}

/** Whether a caller with one role may do what needs another. */
export function isAllowed(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/**
 * Who asks, if they may.
 * @throws ApiFailure with 403 where their role is less than `needed`.
 */
export function requireRole(context: Context, needed: Role): Caller {
  const caller = context.get('caller');
  if (isAllowed(caller.role, needed)) return caller;
  throw new ApiFailure(
    403,
    `This needs the role "${needed}", and ${JSON.stringify(caller.login)} has the role "${caller.role}": ask an admin for it`,
  );
}
