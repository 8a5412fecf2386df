/**
 * Where outputs deliver to, in a process of its own beside the load. Every path is a destination that counts requests and the
 * alerts in them, whichever output they come from. Argument: port.
 * `GET /-/counts` tells; `POST /-/mode?path=/slack&mode=silent` changes: `ok`, `silent` (never answers), `down` (503).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { alertsIn } from '../load/alerts-in.ts';

interface Destination {
  mode: string;
  requests: number;
  alerts: number;
  /** When the last alert came, in milliseconds since 1970. */
  lastAtMs: number;
  firstAtMs: number;
}

const destinations = new Map<string, Destination>();
const bulkAnswer = '{"took":1,"errors":false,"items":[]}';

function destination(path: string): Destination {
  const known = destinations.get(path);
  if (known) return known;
  const created = { mode: 'ok', requests: 0, alerts: 0, lastAtMs: 0, firstAtMs: 0 };
  destinations.set(path, created);
  return created;
}

function control(url: URL, response: ServerResponse): void {
  if (url.pathname === '/-/mode')
    destination(url.searchParams.get('path') ?? '').mode = url.searchParams.get('mode') ?? 'ok';
  response.end(JSON.stringify(Object.fromEntries(destinations)));
}

function deliver(path: string, body: Buffer, response: ServerResponse): void {
  const [, first = ''] = path.split('/');
  const place = destination(`/${first}`);
  if (place.mode === 'silent') return;
  if (place.mode === 'down') {
    response.writeHead(503, { 'Content-Length': '0' }).end();
    return;
  }
  place.requests++;
  place.alerts += alertsIn(path, body);
  place.lastAtMs = Date.now();
  place.firstAtMs ||= place.lastAtMs;
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': String(bulkAnswer.length) });
  response.end(bulkAnswer);
}

createServer((request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const target = request.url ?? '/';
    if (target.startsWith('/-/')) control(new URL(target, 'http://sink'), response);
    else deliver(target, chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks), response);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
