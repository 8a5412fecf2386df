import { timingSafeEqual, createHash } from 'node:crypto';
import type { Secret } from '#kit/secret.ts';

/** What a request says about who sends it. */
export interface Caller {
  /** Address of the peer, `''` if unknown. */
  readonly address: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
  /** Somebody passed the request on, and said so. */
  readonly isForwarded: boolean;
}

/** What proxies and sidecars add; the address of the peer is then theirs. */
export const forwardingHeaders = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via'] as const;

export type Access =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string };

/**
 * Who may read alerts and act on them. With `console.token` set, whoever presents it; without, only this machine, directly,
 * and by a loopback name, so that a web page elsewhere cannot reach in by rebinding its own name to 127.0.0.1. A proxy on
 * this machine that does not say what it is cannot be told apart: behind one, the token is needed.
 */
export function checkAccess(caller: Caller, token: Secret | undefined): Access {
  if (token) {
    const [scheme = '', given = ''] = (caller.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer' && isSame(given, token.reveal())) return { allowed: true };
    return { allowed: false, status: 401, reason: 'Send "Authorization: Bearer <console.token>"' };
  }
  if (!caller.isForwarded && isLoopback(caller.address) && isLoopbackHost(caller.host)) return { allowed: true };
  return {
    allowed: false,
    status: 403,
    reason: 'Without "console.token" the API answers this machine only: set it, or ask from 127.0.0.1',
  };
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function isLoopback(address: string): boolean {
  // Service meshes hand over what comes from elsewhere from 127.0.0.6.
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
}

function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host ?? '');
}
