import type { Entry, Journal } from '#journal/journal.ts';
import type { Query } from '#query/query.ts';
import { alertsEvent, event, type LiveBatch } from './live-batch.ts';
import type { LiveHub } from './live-hub.ts';

export interface LiveStreamParts {
  readonly journal: Pick<Journal, 'find'>;
  readonly hub: LiveHub;
  readonly query: Query;
  /** Begins with what came after this alert; with what comes from now on without. */
  readonly after: number | undefined;
  readonly pulse: () => Promise<string>;
}

const pulseMs = 5000;
const pageLength = 200;
/** Of what came meanwhile, so many are brought at most; how many more there are is said. */
const maxMissed = 1000;
const maxCounted = 20_000;
/** Events that wait for a slow reader before the next are left out. */
const maxWaiting = 32;

/** The alerts a query finds, as server-sent events: see `liveEvents` of the contract. */
export function liveStream(parts: LiveStreamParts): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const stream = new LiveStream(parts, controller);
        stop = () => stream.stop();
        await stream.start().catch((error: unknown) => {
          stream.stop();
          throw error;
        });
      },
      cancel: () => stop(),
    },
    { highWaterMark: maxWaiting },
  );
}

class LiveStream {
  readonly #parts: LiveStreamParts;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  readonly #unfollow: () => void;
  #pulse: NodeJS.Timeout | undefined;
  /** While what was missed is read, what comes waits. */
  #held: LiveBatch[] | undefined = [];
  #isStopped = false;
  #dropped = 0;
  #droppedBefore = 0;

  constructor(parts: LiveStreamParts, controller: ReadableStreamDefaultController<Uint8Array>) {
    this.#parts = parts;
    this.#controller = controller;
    this.#unfollow = parts.hub.follow(parts.query, (batch) => this.#take(batch));
  }

  async start(): Promise<void> {
    this.#send(new TextEncoder().encode(': following\n\n'));
    const { after } = this.#parts;
    const reached = after === undefined ? 0 : await this.#catchUp(after);
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const batch of held) this.#take(batch.after(reached));
    await this.#beat();
    if (!this.#isStopped) this.#pulse = setInterval(() => void this.#tryBeat(), pulseMs);
  }

  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    clearInterval(this.#pulse);
  }

  /** Returns the number of the last alert that was read. */
  async #catchUp(after: number): Promise<number> {
    let [reached, read] = [after, 0];
    for (let isMore = true; isMore && !this.#isStopped;) {
      const page = await this.#page(reached);
      const shown = page.slice(0, Math.max(maxMissed - read, 0));
      if (shown.length > 0) this.#send(alertsEvent(shown));
      this.#dropped += page.length - shown.length;
      read += page.length;
      reached = page.at(-1)?.seq ?? reached;
      isMore = page.length === pageLength && read < maxCounted;
    }
    this.#tellDropped();
    return reached;
  }

  #page(seq: number): Promise<readonly Entry[]> {
    const { journal, query } = this.#parts;
    const after = { seq, priority: 'Debug' } as const;
    return journal.find({ query, sort: 'time', order: 'asc', after, limit: pageLength });
  }

  #take(batch: LiveBatch): void {
    if (this.#held) {
      this.#held.push(batch);
      return;
    }
    const isBehind = (this.#controller.desiredSize ?? 0) <= 0;
    this.#dropped += batch.dropped + (isBehind ? batch.entries.length : 0);
    if (!isBehind && batch.entries.length > 0) this.#send(batch.bytes);
    if (!isBehind) this.#tellDropped();
  }

  #tellDropped(): void {
    const count = this.#dropped - this.#droppedBefore;
    if (count === 0) return;
    this.#droppedBefore = this.#dropped;
    this.#send(event('dropped', JSON.stringify({ count, total: this.#dropped })));
  }

  async #tryBeat(): Promise<void> {
    try {
      await this.#beat();
    } catch {
      /* Where the journal cannot tell for a moment, the next beat does. */
    }
  }

  async #beat(): Promise<void> {
    const data = await this.#parts.pulse();
    if ((this.#controller.desiredSize ?? 0) <= 0) return;
    this.#tellDropped();
    this.#send(event('pulse', data));
  }

  #send(bytes: Uint8Array): void {
    if (!this.#isStopped) this.#controller.enqueue(bytes);
  }
}
