import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface RunningServer {
  /** `http://127.0.0.1:2802`, ready to be opened. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server for a fetch handler. @throws Error naming the address and the option to change when it cannot listen. */
export async function startHttpServer(
  fetch: Parameters<typeof getRequestListener>[0],
  address: string,
  port: number,
  option: string,
): Promise<RunningServer> {
  const answer = getRequestListener(fetch);
  const server = createServer((request, response) => void answer(request, response));
  server.listen(port, ...(address === '' ? [] : [address]));
  try {
    await once(server, 'listening');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The console cannot listen on port ${port}: ${reason}. Free the port or set "${option}"`, {
      cause,
    });
  }
  return {
    url: urlOf(address, server.address()),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function urlOf(address: string, bound: ReturnType<ReturnType<typeof createServer>['address']>): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const host = address === '' || address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
