/** The ceiling: node:http that reads a body and answers 200, keeping nothing. Argument: port. */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(200, { 'Content-Length': '0' });
    response.end();
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
