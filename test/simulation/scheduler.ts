import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#kit/clock.ts';

/** Whoever sleeps; nothing wakes who is dead. */
export interface Mortal {
  readonly isDead: boolean;
}

interface Sleep {
  readonly atMs: number;
  /** Decides between sleeps that end at the same time. */
  readonly lot: number;
  readonly owner: Mortal;
  readonly wake: () => void;
  isOver: boolean;
}

/**
 * Virtual time in which everything happens in an order that chance decides: one sleep ends at a time, and all that follows from
 * it is done before the next one ends. With the same chance it happens in the same order.
 */
export class Scheduler {
  /** What the wall clock shows beside the time that passed. */
  wallOffsetMs = Date.parse('2026-01-31T12:00:00Z');
  readonly #random: () => number;
  /** A heap: the next to end is the first. */
  readonly #sleeps: Sleep[] = [];
  #nowMs = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  clockOf(owner: Mortal): Clock {
    return {
      now: () => Math.round(this.wallOffsetMs + this.#nowMs),
      monotonic: () => this.#nowMs,
      sleep: (ms, signal) => this.#sleep(owner, ms, signal),
    };
  }

  /** Ends the next sleep, and tells whether there was one that ends before so long a time has passed. */
  async step(withinMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (let [next] = this.#sleeps; next && next.atMs <= this.#nowMs + withinMs; [next] = this.#sleeps) {
      this.#removeFirst();
      if (next.isOver || next.owner.isDead) continue;
      next.isOver = true;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      await this.settle();
      return true;
    }
    return false;
  }

  /** Time goes by in which nothing ends. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** Node comes to `setImmediate` when no promise can go on; what goes on only after one itself is done after the second. */
  async settle(): Promise<void> {
    await setImmediate();
    await setImmediate();
  }

  #sleep(owner: Mortal, ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        sleep.isOver = true;
        if (!owner.isDead) reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleep: Sleep = { atMs: this.#nowMs + Math.max(0, ms), lot: this.#random(), owner, wake, isOver: false };
      signal?.addEventListener('abort', abort, { once: true });
      this.#insert(sleep);
    });
  }

  #insert(sleep: Sleep): void {
    let at = this.#sleeps.push(sleep) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && isBefore(sleep, this.#sleeps[parent]); parent = (at - 1) >> 1) {
      this.#swap(at, parent);
      at = parent;
    }
  }

  #removeFirst(): void {
    const last = this.#sleeps.pop();
    if (!last || this.#sleeps.length === 0) return;
    this.#sleeps[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = isBefore(this.#sleeps[right], this.#sleeps[left]) ? right : left;
      if (!isBefore(this.#sleeps[child], this.#sleeps[at])) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#sleeps[a], this.#sleeps[b]];
    if (first) this.#sleeps[b] = first;
    if (second) this.#sleeps[a] = second;
  }
}

function isBefore(a: Sleep | undefined, b: Sleep | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.atMs === b.atMs ? a.lot < b.lot : a.atMs < b.atMs;
}
