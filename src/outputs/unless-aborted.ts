import type { Socket } from 'node:net';

/** Work over a socket that ends, and the socket with it, when nobody waits for it any more; its own failures are explained. */
export async function unlessAborted<Result>(
  socket: Socket,
  signal: AbortSignal,
  work: () => Promise<Result>,
  explain: (error: unknown) => Error,
): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    socket.destroy();
    aborted.reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } catch (error) {
    throw signal.aborted ? signal.reason : explain(error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
