import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { JournalError } from '../journal-error.ts';
import { errorOf, StorageError } from './failure.ts';
import type { CallTable, Reply, Request } from './messages.ts';
import type { WorkerSettings } from './journal-worker.ts';

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** `journal-worker.ts` in the sources, `journal-worker.js` beside the bundle. */
const workerFile = new URL(`./journal-worker${path.extname(import.meta.url)}`, import.meta.url);

/**
 * One of the journal's threads, called like functions. When the thread dies, what was asked of it is rejected, and the
 * next call starts another, which opens the database again.
 */
export class Thread<Calls extends CallTable<Calls>> {
  readonly #settings: WorkerSettings;
  readonly #onDeath: (error: Error) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 1;

  constructor(settings: WorkerSettings, onDeath: (error: Error) => void) {
    this.#settings = settings;
    this.#onDeath = onDeath;
  }

  call<Name extends keyof Calls>(name: Name, argument: Calls[Name]['argument']): Promise<Calls[Name]['result']> {
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise<Calls[Name]['result']>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      const request: Request<Calls, Name> = { id, name, argument };
      worker.postMessage(request);
    });
  }

  /** Whether there is a thread; the first call starts one. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectPending(new JournalError('closed', 'The journal is closed'));
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerFile, {
      name: `journal-${this.#settings.role}`,
      workerData: this.#settings,
      execArgv: [],
    });
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, new Error('it ended')));
    return worker;
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.failure) pending?.reject(errorOf(reply.failure));
    else pending?.resolve(reply.value);
  }

  #lost(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = new StorageError(`The journal's ${this.#settings.role} thread stopped: ${reason}`, 'retry');
    this.#rejectPending(error);
    this.#onDeath(error);
  }

  #rejectPending(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const each of pending) each.reject(error);
  }
}
