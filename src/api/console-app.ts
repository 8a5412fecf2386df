import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Log } from '#kit/log.ts';
import type { Secret } from '#kit/secret.ts';
import { ApiFailure } from './api-failure.ts';
import { alertMessagePage, alertPage } from './alert-page.ts';
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
    if (error instanceof ApiFailure) return context.json(error.body, error.status);
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
  app.get('/alerts/:id', async (context) => {
    const access = accessOf(context, parts.token, pageAuthorization(context));
    if (!access.allowed) {
      const prompt = access.status === 401 ? { 'WWW-Authenticate': 'Basic realm="Tiercel", charset="UTF-8"' } : {};
      return context.html(alertMessagePage('Not allowed', pageReasons[access.status]), access.status, {
        ...pageHeaders,
        ...prompt,
      });
    }
    const id = context.req.param('id');
    const found = await parts.journal.explain(id);
    if (found) return context.html(alertPage(found), 200, pageHeaders);
    const text = `The journal has no alert ${JSON.stringify(id)}: it is older than what is kept, or was never here.`;
    return context.html(alertMessagePage('No such alert', text), 404, pageHeaders);
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

const pageReasons = {
  401: 'Log in with console.token as password, and any name.',
  403: 'Without console.token only this machine is answered: set it, or ask from 127.0.0.1.',
} as const;

/** A browser asks for user and password; the password is the token. For pages only: what changes something takes no cookie and no login. */
function pageAuthorization(context: Context): string | undefined {
  const given = context.req.header('Authorization');
  const basic = /^basic +(?<credentials>[\w+/=-]+)$/i.exec(given ?? '')?.groups?.['credentials'];
  if (basic === undefined) return given;
  const credentials = Buffer.from(basic, 'base64').toString();
  return `Bearer ${credentials.slice(credentials.indexOf(':') + 1)}`;
}

function accessOf(
  context: Context,
  token: Secret | undefined,
  authorization = context.req.header('Authorization'),
): Access {
  const caller = {
    address: getConnInfo(context).remote.address ?? '',
    host: context.req.header('Host'),
    authorization,
    isForwarded: forwardingHeaders.some((name) => context.req.header(name) !== undefined),
  };
  return checkAccess(caller, token);
}
