import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** A real server on a free port of this machine, which remembers the requests and answers as told. */
export interface TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** Connections made so far. */
  readonly connections: () => number;
  respond: Respond;
}

export async function startServer(respond: Respond, tls?: ServerOptions): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  let connections = 0;
  const server = tls ? createTlsServer(tls) : createServer();
  server.on(tls ? 'secureConnection' : 'connection', () => connections++);
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    started.respond(response, request);
  };
  server.on('request', (request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const started: TestServer = {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    respond,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return started;
}

/** Answers with a status, and headers and a body if need be. */
export function answering(status: number, headers: Record<string, string> = {}, body = ''): Respond {
  return (response) => response.writeHead(status, headers).end(body);
}
