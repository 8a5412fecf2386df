import { randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { encodingFor, type Asset, type ConsoleFiles } from './console-files.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** For everything that a browser may show as a page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};

/** The console's page at every path that is not something else, and the files that it loads. The page itself holds no secret. */
export function shellRoutes({ page, assets }: ConsoleFiles, basePath: string): Hono {
  const app = new Hono();
  const withBase = page.replaceAll('%BASE%', escapeAttribute(basePath));

  app.get('/*', async (context, next) => {
    const name = context.req.path.slice(1);
    const asset = assets.get(name);
    if (asset) return assetAnswer(context, asset);
    if (/^(?:api|assets|docs)(?:\/|$)/.test(name)) return next();
    const nonce = randomBytes(18).toString('base64');
    const csp = [...policy, `style-src 'self' 'nonce-${nonce}'`].join('; ');
    return context.html(withBase.replaceAll('%NONCE%', nonce), 200, { ...pageHeaders, 'Content-Security-Policy': csp });
  });
  return app;
}

async function assetAnswer(context: Context, asset: Asset): Promise<Response> {
  const headers = {
    ETag: asset.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': asset.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  if (context.req.header('If-None-Match') === asset.etag) return context.body(null, 304, headers);
  const encoding = encodingFor(context.req.header('Accept-Encoding'));
  const content = await asset.content(encoding);
  const isEncoded = encoding !== 'identity' && content !== (await asset.content('identity'));
  return context.body(content, 200, {
    ...headers,
    'Content-Type': asset.type,
    ...(isEncoded && { 'Content-Encoding': encoding }),
  });
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
