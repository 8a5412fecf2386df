import type { Entry } from '#journal/journal.ts';
import { entryJson } from '../entry-json.ts';

/** What a query found in a short while, written once for everybody who follows it. */
export class LiveBatch {
  /** Those that are shown, oldest first. */
  readonly entries: readonly Entry[];
  /** How many were found besides. */
  readonly dropped: number;
  #bytes: Uint8Array | undefined;

  constructor(entries: readonly Entry[], dropped: number) {
    this.entries = entries;
    this.dropped = dropped;
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= alertsEvent(this.entries));
  }

  /** Without what somebody had already. */
  after(seq: number): LiveBatch {
    const rest = this.entries.filter((entry) => entry.seq > seq);
    return rest.length === this.entries.length ? this : new LiveBatch(rest, this.dropped);
  }
}

/** With the number of the newest as its id, which a browser sends back as `Last-Event-ID`. */
export function alertsEvent(entries: readonly Entry[]): Uint8Array {
  if (entries.length === 0) return new Uint8Array();
  return event('alerts', `[${entries.map(entryJson).join(',')}]`, entries.at(-1)?.seq);
}

/** See https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export function event(name: string, data: string, id?: number): Uint8Array {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return new TextEncoder().encode(`${head}event: ${name}\ndata: ${data}\n\n`);
}
