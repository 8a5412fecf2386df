/**
 * Senders that mean ill, for a while: connections that send a byte a second of a head that never ends, and senders of bodies
 * that cost more than they weigh: deep nesting, many keys, gzip that grows a thousandfold. Arguments: URL, seconds, slow
 * connections, bomb senders. Prints how many bytes it sent, and how much of its core it needed.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const [target = '', seconds = '5', slow = '1000', bombs = '100'] = process.argv.slice(2);
const url = new URL(target);
const endsAtMs = performance.now() + Number(seconds) * 1000;
/** Of each bomb sender, and of each byte of a slow one. */
const everyMs = 1000;
let sentBytes = 0;

const bodies = [
  { body: Buffer.from('['.repeat(65_536)), encoding: '' },
  { body: Buffer.from(`{${Array.from({ length: 8000 }, (_, key) => `"k${key}":0`).join(',')}}`), encoding: '' },
  { body: gzipSync(Buffer.alloc(32 * 1024 * 1024, 0x20)), encoding: 'Content-Encoding: gzip\r\n' },
];
const requests = bodies.map(({ body, encoding }) =>
  Buffer.concat([
    Buffer.from(`POST / HTTP/1.1\r\nHost: ${url.host}\r\n${encoding}Content-Length: ${body.length}\r\n\r\n`),
    body,
  ]),
);

await Promise.all([
  ...Array.from({ length: Number(slow) }, (_, index) => repeat(index, dripping())),
  ...Array.from({ length: Number(bombs) }, (_, index) => repeat(index, bombing(index))),
]);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ sentBytes, cpuShare: (user + system) / 1e6 / Number(seconds) }));
process.exit(0);

/** Senders begin evenly over the first interval. */
async function repeat(index: number, once: () => void): Promise<void> {
  await sleep((index * 7) % everyMs);
  for (; performance.now() < endsAtMs; await sleep(everyMs)) once();
}

function dripping(): () => void {
  let socket: Socket | undefined;
  return () => {
    if (!socket || socket.destroyed) {
      socket = open();
      write(socket, Buffer.from('POST / HTTP/1.1\r\nX-Slow: '));
    } else write(socket, Buffer.from('a'));
  };
}

/** A new connection each time, since a refusal ends the old one. */
function bombing(index: number): () => void {
  return () => {
    const socket = open();
    write(socket, requests[index % requests.length] ?? Buffer.alloc(0));
    setTimeout(() => socket.destroy(), everyMs * 2).unref();
  };
}

function open(): Socket {
  const socket = connect(Number(url.port), url.hostname).on('error', () => {});
  socket.resume();
  return socket;
}

function write(socket: Socket, bytes: Buffer): void {
  sentBytes += bytes.length;
  socket.write(bytes);
}
