import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Log } from '#kit/log.ts';
import type { Secret } from '#kit/secret.ts';
import { checkAccess, forwardingHeaders, type Access } from './access.ts';
import { managementApi, type ManagementParts } from './management.ts';
import { statusPage } from './status-page.ts';

export interface ConsoleParts extends ManagementParts {
  readonly basePath: string;
  readonly token: Secret | undefined;
  readonly log: Log;
}

const pageHeaders = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** What answers on the console's port: the status page for everybody, the API for whoever may use it. */
export function consoleApp(parts: ConsoleParts): Hono {
  const app = new Hono().basePath(parts.basePath);

  app.onError((error, context) => {
    if (error instanceof z.ZodError) return context.json({ error: z.prettifyError(error) }, 400);
    if (error instanceof SyntaxError) return context.json({ error: `The body is not JSON: ${error.message}` }, 400);
    parts.log.error({ error: error.message, path: context.req.path }, 'The API failed to answer');
    return context.json({ error: 'Internal error, see the log' }, 500);
  });
  app.notFound((context) => context.json({ error: `There is nothing at ${context.req.path}` }, 404));

  app.get('/', async (context) => {
    const { allowed } = accessOf(context, parts.token);
    return context.html(statusPage(await parts.status(), { showsErrors: allowed }), 200, pageHeaders);
  });
  app.get('/healthz', (context) => context.json({ status: 'ok' }));

  app.use('/api/v1/*', async (context, next) => {
    const access = accessOf(context, parts.token);
    if (access.allowed) return next();
    return context.json(
      { error: access.reason },
      access.status,
      access.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {},
    );
  });
  app.route('/api/v1', managementApi(parts));
  return app;
}

function accessOf(context: Context, token: Secret | undefined): Access {
  const caller = {
    address: getConnInfo(context).remote.address ?? '',
    host: context.req.header('Host'),
    authorization: context.req.header('Authorization'),
    isForwarded: forwardingHeaders.some((name) => context.req.header(name) !== undefined),
  };
  return checkAccess(caller, token);
}
