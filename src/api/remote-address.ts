import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Of the peer, for the audit trail; `undefined` where there is no connection. */
export function remoteAddress(context: Context): string | undefined {
  try {
    return getConnInfo(context).remote.address;
  } catch {
    return undefined;
  }
}
