import { timingSafeEqual, createHash } from 'node:crypto';
import type { Secret } from '#kit/secret.ts';

/** What a request says about who sends it. */
export interface Caller {
  /** Address of the peer, `''` if unknown. */
  readonly address: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

export type Access =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string };

/**
 * Who may read alerts and act on them. With `console.token` set, whoever presents it; without, only this machine, and only
 * by a loopback name, so that a web page elsewhere cannot reach in by rebinding its own name to 127.0.0.1.
 */
export function checkAccess(caller: Caller, token: Secret | undefined): Access {
  if (token) {
    const [scheme = '', given = ''] = (caller.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer' && isSame(given, token.reveal())) return { allowed: true };
    return { allowed: false, status: 401, reason: 'Send "Authorization: Bearer <console.token>"' };
  }
  if (isLoopback(caller.address) && isLoopbackHost(caller.host)) return { allowed: true };
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
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host ?? '');
}
