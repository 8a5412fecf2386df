import { appendFileSync } from 'node:fs';
import net from 'node:net';

/**
 * What Logstash's input `tcp` is to a client: `node line-server.ts PORT FILE` puts down whole lines, and hangs up when the other
 * side does. It is slow enough to be ended in between. By SIGTERM it ends at once, but never with bytes it took from the
 * system and did not put down: to the other side those are as good as confirmed, whatever the server.
 */
const [, , port = '', file = ''] = process.argv;
const clock = new Int32Array(new SharedArrayBuffer(4));

const server = net.createServer((socket) => {
  let rest = '';
  socket.setEncoding('utf8').on('error', () => {});
  socket.on('data', (text: string) => {
    const end = `${rest}${text}`.lastIndexOf('\n') + 1;
    appendFileSync(file, `${rest}${text}`.slice(0, end));
    rest = `${rest}${text}`.slice(end);
    Atomics.wait(clock, 0, 0, 1);
  });
});
process.on('SIGTERM', () => process.exit());
server.listen(Number(port), '127.0.0.1');
