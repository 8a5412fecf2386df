import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/clock.ts';
import type { ReadCalls, WriteCalls } from './calls.ts';
import { answer, type Request } from './messages.ts';
import { ReaderThread } from './reader-thread.ts';
import { WriterThread } from './writer-thread.ts';

/** How a thread of the journal is to work. */
export interface WorkerSettings {
  readonly role: 'writer' | 'reader';
  /** `undefined` for a journal in memory. */
  readonly folder: string | undefined;
}

const settings: WorkerSettings = workerData;
const port = parentPort;
if (!port) throw new Error('This file runs as a thread of the journal');

if (settings.role === 'writer') {
  const writer = new WriterThread(settings.folder, systemClock);
  port.on('message', (request: Request<WriteCalls, keyof WriteCalls>) => {
    port.postMessage(answer<WriteCalls, keyof WriteCalls>(writer.handlers, request));
    writer.workBehind();
  });
} else {
  const reader = new ReaderThread(settings.folder ?? '', systemClock);
  port.on('message', (request: Request<ReadCalls, keyof ReadCalls>) => {
    port.postMessage(answer<ReadCalls, keyof ReadCalls>(reader.handlers, request));
  });
}
