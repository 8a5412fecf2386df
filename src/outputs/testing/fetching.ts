import { gzipSync } from 'node:zlib';
import { Secret } from '#kit/secret.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from '../errors.ts';
import type { HttpBody, HttpTransport } from '../output.ts';
import { contentType } from './wire-text.ts';

/** Sends requests to a real server. What an answer means is put simply: the delivery layer knows more of it. */
export const fetching: HttpTransport = {
  async send(request, signal) {
    const headers = Object.entries(request.headers ?? {}).map(([name, value]): [string, string] => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]);
    const content = request.body ? bytesOf(request.body) : undefined;
    const response = await fetch(request.url.reveal(), {
      method: request.method ?? 'POST',
      headers: [
        ...(request.body ? [['Content-Type', contentType(request)] satisfies [string, string]] : []),
        ...(request.gzip ? [['Content-Encoding', 'gzip'] satisfies [string, string]] : []),
        ...headers,
      ],
      ...(content && { body: new Uint8Array(request.gzip ? gzipSync(content) : content) }),
      signal,
    });
    const text = await response.text();
    if (response.ok) return { status: response.status, headers: {}, text };
    throw new (errorOf(response.status))(`answered ${response.status}`, { status: response.status, answer: text });
  },
};

function bytesOf(body: HttpBody): Uint8Array {
  if ('bytes' in body) return body.bytes;
  return Buffer.from('text' in body ? body.text : JSON.stringify(body.json));
}

function errorOf(status: number) {
  if (status === 400 || status === 413 || status === 422) return RejectedError;
  return status < 500 && status !== 429 ? MisconfiguredError : DeliveryError;
}
