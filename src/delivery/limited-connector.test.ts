import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Agent, request } from 'undici';
import { limitedConnector } from './limited-connector.ts';

let ending: AsyncDisposableStack;
beforeEach(() => {
  ending = new AsyncDisposableStack();
});
afterEach(async () => ending.disposeAsync());

/** Answers each request with whatever is written to its socket. */
async function serverThat(answers: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => {}).on('data', () => answers(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.defer(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
}

function agent(): Agent {
  return ending.adopt(new Agent({ connect: limitedConnector({}), headersTimeout: 0 }), async (one) => one.destroy());
}

it.for([
  ['status line', 'HTTP/1.1 500 ', 'x'.repeat(65_536)],
  ['number of interim answers', '', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000)],
])('bounds the %s', async ([, start = '', more = '']) => {
  const url = await serverThat((socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(more));
    };
    socket.write(start);
    socket.on('drain', pour);
    pour();
  });
  await expect(request(url, { dispatcher: agent() })).rejects.toThrow(/sent more than 1048576 bytes/);
});

it('counts each answer for itself', async () => {
  const body = 'x'.repeat(400_000);
  const url = await serverThat((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  );
  const dispatcher = agent();
  for (let count = 0; count < 5; count++) {
    const response = await request(url, { dispatcher });
    expect((await response.body.text()).length).toBe(body.length);
  }
});
