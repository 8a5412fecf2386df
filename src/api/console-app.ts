import { randomUUID } from 'node:crypto';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { AccountError } from '#accounts/account-error.ts';
import type { Journal } from '#journal/journal.ts';
import type { Log } from '#kit/log.ts';
import { accessOf, type AccessRules } from './access.ts';
import { accountFailure } from './account-failure.ts';
import { ApiFailure } from './api-failure.ts';
import { isAllowed } from './caller.ts';
import type { ConsoleFiles } from './console-files.ts';
import { ingestRoutes, type TakeAlerts } from './ingest-routes.ts';
import type { InsightParts } from './insight/insight-source.ts';
import { insightRoutes } from './insight-routes.ts';
import { managementApi, type ManagementParts } from './management.ts';
import { docsRoutes } from './openapi/docs-routes.ts';
import { allOutputsRoutes } from './outputs/all-outputs-routes.ts';
import type { InstalledOutputs } from './outputs/outputs-source.ts';
import { sessionRoutes } from './session-routes.ts';
import { settingsRoutes, type SettingsParts } from './settings-routes.ts';
import { uiLogin } from './sidekick-ui/ui-login.ts';
import { uiRoutes, type UiParts } from './sidekick-ui/ui-routes.ts';
import { pageHeaders, shellRoutes } from './shell-routes.ts';
import { triageRoutes, type TriageParts } from './triage-routes.ts';
import { statusPage } from './status-page.ts';
import { userRoutes, type Audit } from './user-routes.ts';
import { isThisMachine, localKeyHeader, visitorOf } from './visitor.ts';

export interface ConsoleParts
  extends ManagementParts, SettingsParts, UiParts, InsightParts, TriageParts, InstalledOutputs {
  readonly journal: Journal;
  /** `/` or `/tiercel/`, see `basePathOf`. */
  readonly basePath: string;
  readonly access: AccessRules;
  readonly version: string;
  readonly isDemo: boolean;
  /** `undefined` where the console was not built. */
  readonly files: ConsoleFiles | undefined;
  readonly audit: Audit;
  readonly takeAlerts: TakeAlerts;
  readonly log: Log;
}

/** What changes something, but nothing that is anybody else's. */
const openToViewers = /^\/api\/v1\/(?:views(?:\/|$)|rules\/test$|output-types\/[^/]+\/preview$)/;

/** What answers on the console's port: its page for everybody, the API for whoever may use it. */
export function consoleApp(parts: ConsoleParts): Hono {
  const { access, basePath, log } = parts;
  const app = new Hono({ getPath: (request) => pathBelow(basePath, new URL(request.url).pathname) });

  app.onError((error, context) => failureAnswer(error, context, log));
  app.notFound((context) => context.json({ error: `There is nothing at ${context.req.path}` }, 404));

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/api/v1/healthz', (context) => context.json({ status: 'ok' }));
  app.route('/', docsRoutes(parts.version, basePath));
  app.route('/', ingestRoutes(access, parts.takeAlerts));
  app.route('/api/v1', sessionRoutes({ ...access, ...parts }));
  app.route('/api/v1', uiLogin(access));

  app.use('/api/v1/*', onlyCallers(access));
  app.route('/api/v1', uiRoutes(parts));
  app.route('/api/v1', userRoutes(access.accounts, parts.audit));
  app.route('/api/v1', settingsRoutes(parts));
  app.route('/api/v1', insightRoutes(parts));
  app.route('/api/v1', triageRoutes(parts));
  app.route('/api/v1', allOutputsRoutes(parts));
  app.route('/api/v1', managementApi(parts));

  if (parts.files) app.route('/', shellRoutes(parts.files, basePath));
  else app.get('/', (context) => plainPage(context, parts));
  return app;
}

/** `/` or `/tiercel/`: with one slash at both ends, and encoded as in the requests of browsers, whatever was written. */
export function basePathOf(configured: string): string {
  const segments = configured.split('/').filter((segment) => segment !== '');
  return segments.length === 0 ? '/' : new URL(`http://localhost/${segments.join('/')}/`).pathname;
}

/** As if there were no base path: a proxy may have taken it off already, or not. */
function pathBelow(basePath: string, path: string): string {
  const bare = basePath.slice(0, -1);
  if (bare === '' || (path !== bare && !path.startsWith(basePath))) return path;
  return path.slice(bare.length) || '/';
}

function onlyCallers(access: AccessRules): MiddlewareHandler {
  return async (context, next) => {
    const visitor = visitorOf(context, access.publicHost);
    const { caller, refusal } = await accessOf(visitor, access);
    if (refusal) {
      const { status, reason, retryAfterMs } = refusal;
      if (access.localKey && isThisMachine(visitor)) context.header(localKeyHeader, access.localKey.file);
      throw new ApiFailure(status, reason, retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) });
    }
    const isLooking = !visitor.changesSomething || openToViewers.test(context.req.path);
    if (!isLooking && !isAllowed(caller.role, 'responder')) {
      throw new ApiFailure(
        403,
        `${JSON.stringify(caller.login)} may look, but change nothing: ask an admin for the role`,
      );
    }
    context.set('caller', caller);
    await next();
    // What the API answers is for nobody's cache.
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
  };
}

function failureAnswer(error: Error, context: Context, log: Log): Response {
  if (error instanceof AccountError) return failureAnswer(accountFailure(error), context, log);
  if (error instanceof ApiFailure) {
    if (error.status === 401) context.header('WWW-Authenticate', 'Bearer');
    const { retryAfterMs } = error.details;
    if (retryAfterMs !== undefined) context.header('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
    return context.json(error.body, error.status);
  }
  if (error instanceof z.ZodError) return context.json({ error: z.prettifyError(error) }, 400);
  if (error instanceof SyntaxError) return context.json({ error: `The body is not JSON: ${error.message}` }, 400);
  const requestId = randomUUID();
  log.error({ error: error.message, path: context.req.path, requestId }, 'The API failed to answer');
  return context.json({ error: 'Internal error, see the log', requestId }, 500);
}

async function plainPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { caller } = await accessOf(visitorOf(context, parts.access.publicHost), parts.access);
  const page = statusPage(await parts.status(), { showsErrors: caller !== undefined });
  const csp = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  return context.html(page, 200, { ...pageHeaders, 'Content-Security-Policy': csp });
}
