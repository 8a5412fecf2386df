import { once } from 'node:events';
import { z } from 'zod';

const answer = z.object({
  id: z.int(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const attached = z.object({
  method: z.literal('NodeWorker.attachedToWorker'),
  params: z.object({ sessionId: z.string(), workerInfo: z.object({ url: z.string() }) }),
});
const fromWorker = z.object({
  method: z.literal('NodeWorker.receivedMessageFromWorker'),
  params: z.object({ sessionId: z.string(), message: z.string() }),
});

/** A thread that takes commands of V8's inspector: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/. */
export class Inspected {
  readonly name: string;
  readonly #send: (text: string) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  constructor(name: string, send: (text: string) => void) {
    this.name = name;
    this.#send = send;
  }

  async command(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const answered = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answered);
    this.#send(JSON.stringify({ id, method, params }));
    return answered.promise;
  }

  receive(message: unknown): void {
    const { data } = answer.safeParse(message);
    const waiting = data && this.#waiting.get(data.id);
    if (!waiting) return;
    if (data.error) waiting.reject(new Error(data.error.message));
    else waiting.resolve(data.result);
  }
}

export interface Inspection {
  /** The main thread first. */
  readonly threads: readonly Inspected[];
  close(): void;
}

/** Attaches to a process and to all its worker threads. `--cpu-prof` would leave out threads that are ended by their process. */
export async function inspect(url: string): Promise<Inspection> {
  const socket = new WebSocket(url);
  const main = new Inspected('Main thread', (text) => socket.send(text));
  const workers = new Map<string, Inspected>();

  function attach(sessionId: string, script: string): void {
    const send = (message: string) => void main.command('NodeWorker.sendMessageToWorker', { sessionId, message });
    const name = script.split('/').at(-1) ?? script;
    workers.set(sessionId, new Inspected(`Worker ${workers.size + 1} (${name})`, send));
  }

  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    const worker = attached.safeParse(message).data;
    if (worker) return attach(worker.params.sessionId, worker.params.workerInfo.url);
    const relayed = fromWorker.safeParse(message).data;
    if (relayed) workers.get(relayed.params.sessionId)?.receive(JSON.parse(relayed.params.message));
    else main.receive(message);
  });
  await once(socket, 'open');
  await main.command('NodeWorker.enable', { waitForDebuggerOnStart: false });
  return { threads: [main, ...workers.values()], close: () => socket.close() };
}
