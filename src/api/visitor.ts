import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';

/** What a request says about who sends it. */
export interface Visitor {
  /** Address of the peer, `''` if unknown. */
  readonly address: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
  /** The secret of a session. */
  readonly session: string | undefined;
  readonly csrf: string | undefined;
  /** Somebody passed the request on, and said so. */
  readonly isForwarded: boolean;
  readonly isBrowser: boolean;
  /** Of another origin than this console's, as the browser says. */
  readonly isCrossOrigin: boolean;
  /** The browser's side is HTTPS. */
  readonly isSecure: boolean;
  readonly changesSomething: boolean;
}

/** What proxies and sidecars add; the address of the peer is then theirs. */
const forwardingHeaders = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via'] as const;

/** With this name browsers take a cookie from HTTPS only, for this very host. */
export const secureCookie = '__Host-tiercel';
export const plainCookie = 'tiercel';
const csrfHeader = 'X-Tiercel-Csrf';
/** Tells a program on this machine, if it is refused, in which file the key lies. */
export const localKeyHeader = 'X-Tiercel-Local-Key';

export function visitorOf(context: Context, publicHost: string | undefined): Visitor {
  const header = (name: string) => context.req.header(name);
  const origin = header('Origin');
  const site = header('Sec-Fetch-Site');
  const host = header('Host');
  const isSecure = isHttps(context);
  return {
    address: getConnInfo(context).remote.address ?? '',
    host,
    authorization: header('Authorization'),
    session: getCookie(context, isSecure ? secureCookie : plainCookie),
    csrf: header(csrfHeader),
    isForwarded: forwardingHeaders.some((name) => header(name) !== undefined),
    isBrowser: (site ?? origin ?? header('Sec-Fetch-Dest')) !== undefined || isBrowserName(header('User-Agent')),
    isCrossOrigin: isCrossOrigin(site, origin, [host, publicHost]),
    isSecure,
    changesSomething: !['GET', 'HEAD'].includes(context.req.method),
  };
}

/**
 * A proxy that takes HTTPS says so. It is believed whoever says it, because nothing but the cookie depends on it: who lies gets
 * a cookie that their own browser does not send.
 */
function isHttps(context: Context): boolean {
  const [first = ''] = (context.req.header('X-Forwarded-Proto') ?? '').split(',');
  return first.trim().toLowerCase() === 'https' || context.req.url.startsWith('https:');
}

/** `Sec-Fetch-Site` is the browser's own word; those that do not send it send `Origin` with what changes something. */
function isCrossOrigin(site: string | undefined, origin: string | undefined, hosts: readonly (string | undefined)[]) {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && !hosts.includes(URL.canParse(origin) ? new URL(origin).host : '');
}

function isBrowserName(userAgent: string | undefined): boolean {
  return userAgent?.startsWith('Mozilla/') === true;
}

/** On this machine, directly, by a loopback name, and not by a web page that may have rebound its own name. */
export function isThisMachine(visitor: Visitor): boolean {
  const { address, host, isForwarded, isBrowser } = visitor;
  return !isForwarded && !isBrowser && isLoopback(address) && isLoopbackHost(host);
}

function isLoopback(address: string): boolean {
  // Service meshes hand over what comes from elsewhere from 127.0.0.6.
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
}

export function isLoopbackHost(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host ?? '');
}
