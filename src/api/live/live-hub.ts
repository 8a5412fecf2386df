import type { Clock } from '#kit/clock.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import { askedAlert } from '#journal/asked-alert.ts';
import { evaluate } from '#query/evaluate.ts';
import type { Query } from '#query/query.ts';
import { LiveBatch } from './live-batch.ts';

/** Who follows a query. */
export type Follower = (batch: LiveBatch) => void;

const ticksPerSecond = 4;
/** As many as a person can use. */
const alertsPerSecond = 200;
const alertsPerTick = alertsPerSecond / ticksPerSecond;
/** What is looked at in one go; whatever else came in that time counts as left out. */
const maxWaiting = 20_000;
/** All queries together, so that however many follow, alerts are received as without them. */
const lookingMsPerTick = 25;

/**
 * Brings new alerts to whoever follows, a few times a second. Each different query is asked once, and what it found is written
 * once, however many follow it.
 */
export class LiveHub {
  readonly #journal: Pick<Journal, 'subscribe'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #channels = new Map<string, { readonly query: Query; readonly followers: Set<Follower> }>();
  #waiting: Entry[] = [];
  #leftOut = 0;
  #lastSeq = 0;
  #stop: (() => void) | undefined;

  constructor(journal: Pick<Journal, 'subscribe'>, clock: Pick<Clock, 'monotonic'>) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** The newest number seen while anybody followed. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Returns the end of it. */
  follow(query: Query, follower: Follower): () => void {
    const key = JSON.stringify(query);
    const channel = this.#channels.get(key) ?? { query, followers: new Set<Follower>() };
    this.#channels.set(key, channel);
    channel.followers.add(follower);
    this.#stop ??= this.#start();
    return () => {
      channel.followers.delete(follower);
      if (channel.followers.size === 0 && this.#channels.get(key) === channel) this.#channels.delete(key);
      if (this.#channels.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #start(): () => void {
    const unsubscribe = this.#journal.subscribe((entries) => this.#take(entries));
    const timer = setInterval(() => this.#tick(), 1000 / ticksPerSecond);
    return () => {
      unsubscribe();
      clearInterval(timer);
      this.#waiting = [];
      this.#leftOut = 0;
    };
  }

  #take(entries: readonly Entry[]): void {
    this.#lastSeq = Math.max(this.#lastSeq, entries.at(-1)?.seq ?? 0);
    const room = maxWaiting - this.#waiting.length;
    for (const entry of entries.slice(0, Math.max(room, 0))) this.#waiting.push(entry);
    this.#leftOut += Math.max(entries.length - room, 0);
  }

  #tick(): void {
    if (this.#waiting.length === 0) return;
    const [entries, leftOut] = [this.#waiting, this.#leftOut];
    this.#waiting = [];
    this.#leftOut = 0;
    const lookingMs = lookingMsPerTick / this.#channels.size;
    for (const { query, followers } of this.#channels.values()) {
      const batch = this.#look(query, entries, leftOut, lookingMs);
      if (batch.entries.length + batch.dropped > 0) for (const follower of followers) follower(batch);
    }
  }

  /** Those that there was no time to look at count as left out, too: rather too many than too few. */
  #look(query: Query, entries: readonly Entry[], leftOut: number, lookingMs: number): LiveBatch {
    if (query.kind === 'everything') {
      return new LiveBatch(entries.slice(0, alertsPerTick), Math.max(entries.length - alertsPerTick, 0) + leftOut);
    }
    const end = this.#clock.monotonic() + lookingMs;
    const found: Entry[] = [];
    let dropped = leftOut;
    for (const [index, entry] of entries.entries()) {
      if (this.#clock.monotonic() >= end) return new LiveBatch(found, dropped + entries.length - index);
      if (evaluate(query, askedAlert(entry.alert)) !== true) continue;
      if (found.length < alertsPerTick) found.push(entry);
      else dropped++;
    }
    return new LiveBatch(found, dropped);
  }
}
