import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { escapeHtml } from '#kit/json-write.ts';
import { Secret } from '#kit/secret.ts';
import type { HttpBody, HttpRequest } from '#outputs/output.ts';
import { signatureHeaders } from './signature.ts';

/** A request as it goes over the wire. Holds secrets: never to be shown. */
export interface HttpMessage {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

const jsonType = 'application/json; charset=utf-8';
const compress = promisify(gzip);

/** Completes a request with what it leaves open. Later headers replace earlier ones in any case of their names. */
export async function httpMessage(
  request: HttpRequest,
  userAgent: string,
  customheaders: Readonly<Record<string, Secret>>,
  nowMs: number,
): Promise<HttpMessage> {
  const url = new URL(request.url.reveal());
  const headers = new Map<string, readonly [name: string, value: string]>();
  const put = (name: string, value: string | Secret) => {
    headers.set(name.toLowerCase(), [name, value instanceof Secret ? value.reveal() : value]);
  };

  put('User-Agent', userAgent);
  if (request.body) put('Content-Type', contentType(request.body));
  if (request.body && request.gzip) put('Content-Encoding', 'gzip');
  if (url.username !== '') put('Authorization', basicAuthorization(url));
  for (const [name, value] of Object.entries(request.headers ?? {})) put(name, value);
  const content = request.body ? bodyOf(request.body) : null;
  if (request.signature) {
    for (const [name, value] of signatureHeaders(request.signature, content ?? '', nowMs)) put(name, value);
  }
  for (const [name, value] of Object.entries(customheaders)) put(name, value);
  return {
    method: request.method ?? 'POST',
    url,
    headers: Object.fromEntries(headers.values()),
    body: content !== null && request.gzip ? await compress(content) : content,
  };
}

function contentType(body: HttpBody): string {
  return 'json' in body ? jsonType : (body.type ?? jsonType);
}

function bodyOf(body: HttpBody): string | Uint8Array {
  if ('bytes' in body) return body.bytes;
  return 'text' in body ? body.text : `${escapeHtml(JSON.stringify(body.json))}\n`;
}

/** Go's client, and so Falcosidekick's, turns `https://user:password@host` into this header. */
function basicAuthorization({ username, password }: URL): string {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
