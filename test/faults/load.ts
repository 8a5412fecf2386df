import { setTimeout } from 'node:timers/promises';
import { Client } from 'undici';
import type { Oracle } from './oracle.ts';

/** An answer to a request, with the alerts that were in it. */
export interface Answered {
  readonly ids: readonly number[];
  readonly status: number;
  /** When the request was due, by `performance.now()`. */
  readonly postedAtMs: number;
  readonly answeredAtMs: number;
}

export interface LoadOptions {
  /** Of Tiercel's port for alerts. */
  readonly url: string;
  readonly oracle: Oracle;
  /** Connections, each with one request at a time (default 8). Alerts come in order through a single one only. */
  readonly connections?: number;
  /** Default 1. */
  readonly alertsPerRequest?: number;
  readonly onPost?: (id: number) => void;
  readonly onAnswer?: (answered: Answered) => void;
}

export interface LoadCounts {
  /** Requests by the status of their answers. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests without an answer, of which nobody knows whether their alerts were kept. */
  readonly unanswered: number;
}

export interface Load {
  /** So far. */
  counts(): LoadCounts;
  /** Resolves when no request is under way any more. */
  stop(): Promise<LoadCounts>;
  /** Resolves when all is posted, where there is an end to it. */
  readonly ended: Promise<LoadCounts>;
}

const defaultConnections = 8;
const pauseAfterFailureMs = 20;

/** Every connection posts again as soon as it was answered, until it is stopped. */
export function closedLoad(options: LoadOptions): Load {
  return startSenders(options, async function* (sender) {
    while (!sender.signal.aborted) yield performance.now();
  });
}

/** Posts at intended moments for some time; catches up when answers were late. */
export function fixedRateLoad(options: LoadOptions & { readonly rate: number; readonly seconds: number }): Load {
  const { connections = defaultConnections, alertsPerRequest = 1, rate, seconds } = options;
  const startedAt = performance.now();
  const total = Math.round((rate * seconds) / alertsPerRequest);
  return startSenders(options, async function* (sender) {
    for (let count = sender.index; count < total; count += connections) {
      const dueAt = startedAt + (count * alertsPerRequest * 1000) / rate;
      const waitMs = dueAt - performance.now();
      if (waitMs > 1) await setTimeout(waitMs);
      if (sender.signal.aborted) return;
      yield dueAt;
    }
  });
}

interface Sender {
  readonly index: number;
  readonly signal: AbortSignal;
}

type Moments = (sender: Sender) => AsyncGenerator<number, void>;

function startSenders(options: LoadOptions, moments: Moments): Load {
  const statuses: Record<string, number> = {};
  let unanswered = 0;
  const stopping = new AbortController();
  const counts = () => ({ statuses: { ...statuses }, unanswered });
  const { url, connections = defaultConnections } = options;

  async function send(index: number): Promise<void> {
    const client = new Client(new URL(url).origin, { pipelining: 1 });
    for await (const postedAtMs of moments({ index, signal: stopping.signal })) {
      const answered = await post(client, options, postedAtMs);
      if (answered) {
        statuses[answered.status] = (statuses[answered.status] ?? 0) + 1;
        options.onAnswer?.(answered);
        continue;
      }
      unanswered++;
      await setTimeout(pauseAfterFailureMs);
    }
    await client.destroy();
  }

  const ended = Promise.all(Array.from({ length: connections }, (_, index) => send(index))).then(counts);
  return {
    counts,
    ended,
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

/** `undefined` when there was no answer: whether the alerts were kept is not known. */
async function post(client: Client, options: LoadOptions, postedAtMs: number): Promise<Answered | undefined> {
  const { url, oracle, alertsPerRequest = 1, onPost } = options;
  const issued = Array.from({ length: alertsPerRequest }, () => oracle.issue());
  const ids = issued.map(({ id }) => id);
  for (const id of ids) onPost?.(id);
  try {
    const body = issued.map((alert) => alert.body).join('\n');
    const response = await client.request({ path: new URL(url).pathname, method: 'POST', body });
    await response.body.dump();
    if (response.statusCode === 200) for (const id of ids) oracle.ack(id);
    return { ids, status: response.statusCode, postedAtMs, answeredAtMs: performance.now() };
  } catch {
    return undefined;
  }
}
