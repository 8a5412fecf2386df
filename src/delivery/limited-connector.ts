import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { DeliveryError } from '#outputs/errors.ts';

/**
 * Far more than the longest headers and the part of a body that is read. The HTTP parser bounds headers, but neither the status
 * line nor the number of interim answers: a destination could keep Tiercel reading at full speed until the attempt times out.
 */
const maxAnswerBytes = 1024 * 1024;

/** Connects as undici does by itself, to a destination that may say so much in answer to a request and no more. */
export function limitedConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, done) =>
    connect(target, (...result) => {
      const [, socket] = result;
      if (socket) limitAnswers(socket, target.host ?? target.hostname);
      done(...result);
    });
}

/** What comes is counted anew whenever something was sent since: an answer to something else. */
function limitAnswers(socket: Socket, host: string): void {
  let sentBytes = 0;
  let readBefore = 0;
  let readLast = 0;
  socket.on('readable', () => {
    if (socket.bytesWritten !== sentBytes) readBefore = readLast;
    sentBytes = socket.bytesWritten;
    readLast = socket.bytesRead;
    if (readLast - readBefore > maxAnswerBytes) {
      socket.destroy(new DeliveryError(`${host} sent more than ${maxAnswerBytes} bytes in answer to a request`));
    }
  });
}
