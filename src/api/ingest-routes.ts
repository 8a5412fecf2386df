import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context } from 'hono';
import { mayIngest, type AccessRules } from './access.ts';
import { ApiFailure } from './api-failure.ts';
import { visitorOf } from './visitor.ts';

/** Takes the alerts of a request into the journal, and answers. */
export type TakeAlerts = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Where Falcosidekick posts events to its UI: a 200 means that the journal keeps them. */
export function ingestRoutes(rules: AccessRules, take: TakeAlerts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.on('POST', ['/', '/api/v1', '/api/v1/', '/api/v1/events/add'], async (context: Context) => {
    const isAllowed = await mayIngest(visitorOf(context, rules.publicHost), rules);
    if (!isAllowed) throw new ApiFailure(401, howToPost);
    const { incoming, outgoing }: HttpBindings = context.env;
    await take(incoming, outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return app;
}

const howToPost =
  'Alerts are taken with a token: in Falcosidekick, set "webui.url" to http://any:TOKEN@host:2802 with the token of ' +
  '"console.ingesttoken" or one made for ingest; or set "console.ingest: open"';
