import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { pageHeaders } from '../shell-routes.ts';
import { docsPage } from './docs-page.ts';
import { openApiDocument } from './openapi-document.ts';
import { operationGroups } from './operations.ts';

/** The description of the API, for everybody: it tells nothing of this installation. */
export function docsRoutes(version: string, basePath: string): Hono {
  const app = new Hono();
  const page = `${basePath}api/docs`;

  app.get('/api/docs', (context) => {
    const nonce = randomBytes(18).toString('base64');
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
    const headers = { ...pageHeaders, 'Content-Security-Policy': policy };
    return context.html(docsPage(operationGroups, version, basePath, nonce), 200, headers);
  });
  app.get('/api/docs/openapi.json', (context) => context.json(openApiDocument(operationGroups, version, basePath)));
  // Where Falcosidekick-UI has its description.
  app.get('/docs', (context) => context.redirect(page, 308));
  app.get('/docs/*', (context) => context.redirect(page, 308));
  return app;
}
