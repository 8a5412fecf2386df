import { Hono } from 'hono';
import type { z } from 'zod';
import type { SavedView, SavedViews } from '#triage/saved-views.ts';
import { isAllowed } from './caller.ts';
import { viewBody, type views } from './contract/settings.ts';
import { jsonBody } from './json-body.ts';
import { orRefuse } from './triage-failure.ts';

type Views = z.output<typeof views>;

/** Saved views. Whoever may look may save what they look at. */
export function viewsRoutes(saved: SavedViews): Hono {
  const api = new Hono();

  api.get('/views', async (context) => {
    const answer: Views = { views: [...(await saved.of(context.get('caller').login))] };
    return context.json(answer);
  });

  api.post('/views', async (context) => {
    const view = viewBody.parse(await jsonBody(context));
    const answer: SavedView = await orRefuse(saved.add(context.get('caller').login, view));
    return context.json(answer);
  });

  api.put('/views/:id', async (context) => {
    const view = viewBody.parse(await jsonBody(context));
    const answer: SavedView = await orRefuse(saved.replace(context.req.param('id'), context.get('caller').login, view));
    return context.json(answer);
  });

  api.delete('/views/:id', async (context) => {
    const { login, role } = context.get('caller');
    await orRefuse(saved.remove(context.req.param('id'), login, isAllowed(role, 'admin')));
    return context.json({ done: true });
  });

  return api;
}
