import { appendFileSync } from 'node:fs';
import net from 'node:net';

/**
 * What Logstash's input `tcp` is to a client: `node line-server.ts PORT FILE` puts down whole lines, and hangs up when the other
 * side does. It is slow enough to be killed in between.
 */
const [, , port = '', file = ''] = process.argv;

const server = net.createServer((socket) => {
  let rest = '';
  socket.setEncoding('utf8').on('error', () => {});
  socket.on('data', (text: string) => {
    const end = `${rest}${text}`.lastIndexOf('\n') + 1;
    appendFileSync(file, `${rest}${text}`.slice(0, end));
    rest = `${rest}${text}`.slice(end);
    socket.pause();
    setTimeout(() => socket.resume(), 1);
  });
});
server.listen(Number(port), '127.0.0.1');
