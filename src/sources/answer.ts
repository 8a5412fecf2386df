import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Serves one request. What it throws becomes a 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** A text as Go's `http.Error` sends it. The line end is added. */
export function errorText(status: number, text: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
    body: `${text}\n`,
  };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** An unread body up to this size is read and thrown away, so that the connection can be used again. */
const maxDiscardedBytes = 64 * 1024;
/** How long a refused sender has to read its answer. A connection closed at once would reset it, answer and all. */
const lingerMs = 500;

/**
 * Sends an answer with the header names that Go's server would send: no `Connection` where the connection stays. A body that was
 * not read, and is not small, is never read: the connection is closed instead.
 */
export function answer(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (hasLargeUnreadBody(request)) return answerAndClose(request, response, { status, headers, body });
  if (response.shouldKeepAlive && request.httpVersionMinor === 1) response.removeHeader('Connection');
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** The answer is whole but not ended, since Node would then read what remains of the request or reset the connection. */
function answerAndClose(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  request.pause();
  response.shouldKeepAlive = false;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.write(body);
  request.socket.setTimeout(lingerMs, () => request.socket.destroy());
}

function hasLargeUnreadBody({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  if (headers['transfer-encoding'] !== undefined || headers.expect !== undefined) return true;
  return Number(headers['content-length'] ?? 0) > maxDiscardedBytes;
}
