import path from 'node:path';
import { z } from 'zod';
import { freePort } from './free-port.ts';
import { cores, start } from './processes.ts';
import { subjectOf } from './subject.ts';
import { until } from './until.ts';

export interface Counts {
  readonly requests: number;
  readonly alerts: number;
  /** When the first and the last alert came, in milliseconds since 1970; 0 before. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

export interface Sink extends AsyncDisposable {
  /** Without a slash at the end: a path below it is a destination. */
  readonly url: string;
  counts(destination: string): Promise<Counts>;
  set(destination: string, mode: 'ok' | 'silent' | 'down'): Promise<void>;
  /** Waits until a destination has that many alerts. */
  untilHas(destination: string, alerts: number, maxSeconds: number): Promise<void>;
}

const none: Counts = { requests: 0, alerts: 0, firstAtMs: 0, lastAtMs: 0 };
const answer = z.record(
  z.string(),
  z.object({ requests: z.int(), alerts: z.number(), firstAtMs: z.number(), lastAtMs: z.number() }),
);

export async function startSink(): Promise<Sink> {
  const port = await freePort();
  const script = path.join(import.meta.dirname, '../programs/sink.ts');
  const child = start({ core: cores.load, words: [process.execPath, script, String(port)] });
  const url = `http://127.0.0.1:${port}`;
  const subject = await subjectOf(child, url, `${url}/-/counts`);

  async function counts(destination: string): Promise<Counts> {
    const response = await fetch(`${url}/-/counts`);
    return answer.parse(await response.json())[destination] ?? none;
  }

  return {
    url,
    counts,
    set: async (destination, mode) => {
      await fetch(`${url}/-/mode?path=${destination}&mode=${mode}`, { method: 'POST' });
    },
    untilHas: (destination, alerts, maxSeconds) =>
      until(async () => (await counts(destination)).alerts >= alerts, `${alerts} alerts at ${destination}`, maxSeconds),
    [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
  };
}
