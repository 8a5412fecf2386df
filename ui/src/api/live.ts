import type { ApiClient } from './client.ts';
import type { Entry } from './contract.ts';
import { parseExactJson } from './exact-json.ts';

/** Comes every few seconds: the newest alert, the server's clock, and how many things want somebody. */
export interface Pulse {
  readonly seq: number;
  readonly nowMs: number;
  readonly attention: number;
}

export type LiveState = 'connecting' | 'open' | 'lost';

export interface LiveStatus {
  readonly state: LiveState;
  /** When the stream was heard last. */
  readonly heardMs: number | undefined;
  readonly pulse: Pulse | undefined;
}

export interface Follower {
  /** Only alerts that this finds are sent. */
  readonly query: string;
  readonly after?: number | undefined;
  readonly onAlerts: (alerts: readonly Entry[]) => void;
  /** How many matched and were not sent, in all. */
  readonly onDropped: (total: number) => void;
}

/** Without a follower only the pulse is wanted, and no alert has this id. */
const noAlerts = 'uuid:none';
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** The tab's one stream of events. It rests while the tab is hidden, and goes on from where it was. */
export class LiveStream {
  readonly #api: ApiClient;
  readonly #listeners = new Set<() => void>();
  #status: LiveStatus = { state: 'connecting', heardMs: undefined, pulse: undefined };
  #source: EventSource | undefined;
  #follower: Follower | undefined;
  #lastSeq: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #waitMs = firstWaitMs;
  #heardMs: number | undefined;
  #isStarted = false;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  start(): () => void {
    this.#isStarted = true;
    document.addEventListener('visibilitychange', this.#adjust);
    this.#adjust();
    return () => {
      this.#isStarted = false;
      document.removeEventListener('visibilitychange', this.#adjust);
      this.#close();
    };
  }

  /** Alerts that a query finds, until the returned function is called. One follower at a time: the page in sight. */
  follow(follower: Follower): () => void {
    this.#follower = follower;
    this.#lastSeq = follower.after;
    this.#reopen();
    return () => {
      if (this.#follower !== follower) return;
      this.#follower = undefined;
      this.#reopen();
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly status = (): LiveStatus => this.#status;

  readonly #adjust = (): void => {
    if (document.hidden) this.#close();
    else if (!this.#source) this.#open();
  };

  #reopen(): void {
    this.#close();
    if (!document.hidden) this.#open();
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }

  #open(): void {
    if (!this.#isStarted) return;
    const query = this.#follower ? this.#follower.query : noAlerts;
    const source = new EventSource(this.#api.address('/alerts/live', { query, after: this.#lastSeq }));
    this.#source = source;
    source.addEventListener('open', () => {
      this.#waitMs = firstWaitMs;
      this.#heard();
    });
    source.addEventListener('error', () => this.#lost(source));
    source.addEventListener('alerts', ({ data }) => this.#takeAlerts(data));
    source.addEventListener('dropped', ({ data }) => {
      this.#heard();
      this.#follower?.onDropped(parseExactJson<{ total: number }>(data).total);
    });
    source.addEventListener('pulse', ({ data }) => this.#heard(parseExactJson<Pulse>(data)));
  }

  #takeAlerts(data: string): void {
    const alerts = parseExactJson<readonly Entry[]>(data);
    for (const { seq } of alerts) this.#lastSeq = Math.max(this.#lastSeq ?? 0, seq);
    this.#follower?.onAlerts(alerts);
    this.#heard();
  }

  /** The browser connects again by itself, but not after an answer other than 200. */
  #lost(source: EventSource): void {
    if (this.#source !== source) return;
    this.#update({ ...this.#status, heardMs: this.#heardMs, state: 'lost' });
    if (source.readyState !== EventSource.CLOSED) return;
    this.#source = undefined;
    this.#retry = setTimeout(this.#adjust, this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }

  /** Those who watch the status are told of pulses and changes, not of every alert. */
  #heard(pulse?: Pulse): void {
    this.#heardMs = Date.now();
    if (!pulse && this.#status.state === 'open') return;
    this.#update({ state: 'open', heardMs: this.#heardMs, pulse: pulse ?? this.#status.pulse });
  }

  #update(status: LiveStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
