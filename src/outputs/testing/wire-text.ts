import { Secret } from '#kit/secret.ts';
import type { HttpRequest } from '../output.ts';
import { bodyText, headersOf } from '../wire-text.ts';

export { bodyText, isHttpRequest, wireText } from '../wire-text.ts';

/** Everything that goes over the wire, secrets included. */
export function revealedText(request: HttpRequest): string {
  const headers = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${revealed(value)}`);
  const signature = request.signature ? [request.signature.secret.reveal()] : [];
  return [decodeURIComponent(request.url.reveal()), ...headers, ...signature, sentText(request)].join('\n');
}

/** What is no text to show may hold secrets. */
function sentText(request: HttpRequest): string {
  const { body } = request;
  return body && 'bytes' in body ? Buffer.from(body.bytes).toString() : bodyText(request);
}

/** What the transport sends as `Content-Type`. */
export function contentType(request: HttpRequest): string {
  return String(headersOf(request)['Content-Type']);
}

function revealed(value: string | Secret): string {
  const text = value instanceof Secret ? value.reveal() : value;
  return text.startsWith('Basic ') ? Buffer.from(text.slice(6), 'base64').toString() : text;
}
