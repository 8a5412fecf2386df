import { readJson } from '#kit/json-read.ts';
import type { Secret } from '#kit/secret.ts';
import type { HttpRequest } from './output.ts';

/** What is sent, as a person reviews it: secrets hidden, one JSON document spread over lines. */
export function wireText(encoded: unknown): string {
  if (!isHttpRequest(encoded)) return messageText(encoded);
  const headers = Object.entries(headersOf(encoded)).map(([name, value]) => `${name}: ${String(value)}`);
  const signature = encoded.signature ? [`webhook-id: ${encoded.signature.id}`, 'webhook-signature: …'] : [];
  const lines = [`${encoded.method ?? 'POST'} ${String(encoded.url)}`, ...headers, ...signature];
  const body = bodyText(encoded);
  return [...lines, '', body.trimEnd().includes('\n') ? body : spread(body)].join('\n');
}

export function isHttpRequest(encoded: unknown): encoded is HttpRequest {
  return typeof encoded === 'object' && encoded !== null && 'url' in encoded;
}

/** The body as the transport writes it, but for Go's escapes. */
export function bodyText({ body }: HttpRequest): string {
  if (!body) return '';
  if ('bytes' in body) return body.shown();
  return 'text' in body ? body.text : `${JSON.stringify(body.json)}\n`;
}

/** With what the transport adds for the body. */
export function headersOf({ headers, body, gzip }: HttpRequest): Readonly<Record<string, string | Secret>> {
  const type = body && 'type' in body && body.type ? body.type : 'application/json; charset=utf-8';
  return { ...(body && { 'Content-Type': type }), ...(gzip && { 'Content-Encoding': 'gzip' }), ...headers };
}

function messageText(message: unknown): string {
  if (typeof message === 'string') return visible(message);
  if (typeof message === 'number') return String(message);
  if (Array.isArray(message)) return message.map(messageText).join('\n');
  return Object.entries(message ?? {})
    .map(([name, value]) => `${name}:\n${messageText(value)}`)
    .join('\n');
}

/** Escape characters would colour the terminal of whoever reads the file. */
function visible(text: string): string {
  return text.replaceAll('\u001b', '␛');
}

/** Numbers keep their text. */
function spread(text: string): string {
  try {
    return JSON.stringify(readJson(text, { maxDepth: 100 }), null, 2);
  } catch {
    return text;
  }
}
