import { Hono } from 'hono';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { outputTypeRoutes } from './output-type-routes.ts';
import { outputsRoutes } from './outputs-routes.ts';
import type { OutputsParts } from './outputs-source.ts';

/** Outputs, what there is to configure, and what was refused. */
export function allOutputsRoutes(parts: OutputsParts): Hono {
  const api = new Hono();
  api.route('/', outputsRoutes(parts));
  api.route('/', outputTypeRoutes(parts));
  api.route('/', deadLetterRoutes(parts));
  return api;
}
