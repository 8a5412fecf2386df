import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Alert } from '#alert/alert.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import type { ConnectSettings, DeliveryOutput } from './delivery-output.ts';
import { OutputMeter, type OutputHealth } from './health.ts';
import { OutputPauses } from './output-pauses.ts';
import { OutputWorker } from './output-worker.ts';
import { defaultPolicy, type DeliveryPolicy } from './policy.ts';
import { TlsContexts } from './tls-contexts.ts';
import { waitAtMost } from './sleep.ts';
import { steadyTime } from './steady-time.ts';
import type { TryOut } from './try-out.ts';
import { untilItWorks } from './until-it-works.ts';

/** Takes alerts from the journal and gives them to the outputs, each at its own pace. */
export interface Delivery {
  /** Resolves when every output has its place in the journal: what is appended from then on reaches it. */
  start(outputs: readonly DeliveryOutput[]): Promise<void>;
  /** Adds, removes and restarts what changed; other outputs are not disturbed. New settings restart them all. */
  reconfigure(outputs: readonly DeliveryOutput[], settings?: DeliverySettings): Promise<void>;
  /**
   * Begins nothing new, lets attempts under way finish within `graceMs`, then breaks them off. What became of the
   * others is written to the journal.
   */
  stop(graceMs: number): Promise<void>;
  /** Something was set aside for these outputs, as by a redrive. */
  wake(outputs: readonly string[]): void;
  health(): readonly OutputHealth[];
  /**
   * Begins no more attempts at an output until `resume`, also after a restart; those under way end. Its alerts wait in the
   * journal. Returns whether there is such an output.
   */
  pause(output: string, by: string): Promise<boolean>;
  resume(output: string): Promise<boolean>;
  /** Sends an alert that is in no journal, whatever waits. `undefined` where there is no such output. */
  tryOut(output: string, alert: Alert): Promise<TryOut | undefined>;
}

/** What a reload may change besides the outputs. */
export interface DeliverySettings {
  readonly connect: ConnectSettings;
  /** Where it differs from the default. */
  readonly policy?: Partial<DeliveryPolicy>;
}

/** The part of the journal that delivery works with. */
export type DeliveryJournal = Pick<
  Journal,
  'subscribe' | 'openOutput' | 'retireOutput' | 'read' | 'readSome' | 'settle' | 'due' | 'ledger'
>;

export interface DeliveryParts extends DeliverySettings {
  readonly journal: DeliveryJournal;
  readonly clock: Clock;
  /** Numbers from 0 up to 1, as `Math.random`. */
  readonly random: () => number;
  readonly log: Log;
  /** Without it, no pause outlives the process. */
  readonly pauses?: OutputPauses;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  return new JournalDelivery(parts);
}

class JournalDelivery implements Delivery {
  readonly #parts: DeliveryParts;
  /** In the order of the configuration. */
  #names: readonly string[] = [];
  readonly #workers = new Map<string, OutputWorker>();
  readonly #meters = new Map<string, OutputMeter>();
  readonly #contexts = new TlsContexts();
  readonly #pauses: OutputPauses;
  readonly #steadyNow: () => number;
  #settings: DeliverySettings;
  #unsubscribe: (() => void) | undefined;
  /** Aborted by a stop, which must not wait until the journal has recovered. */
  readonly #stopping = new AbortController();
  /** Starts, reloads and stops happen one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#settings = parts;
    this.#pauses = parts.pauses ?? new OutputPauses();
    this.#steadyNow = steadyTime(parts.clock);
  }

  async start(outputs: readonly DeliveryOutput[]): Promise<void> {
    await this.#inTurn(async () => {
      this.#unsubscribe ??= this.#parts.journal.subscribe((entries) => this.#noteAppended(entries));
      this.#names = outputs.map(({ name }) => name);
      await this.#adopt(outputs);
    });
  }

  async reconfigure(outputs: readonly DeliveryOutput[], settings: DeliverySettings = this.#settings): Promise<void> {
    await this.#inTurn(async () => {
      const isSame = isDeepStrictEqual(settings.policy, this.#settings.policy) && sameConnect(settings, this.#settings);
      this.#settings = settings;
      this.#names = outputs.map(({ name }) => name);
      const kept = new Map(outputs.map((output) => [output.name, output.fingerprint]));
      const leaving = [...this.#workers.values()].filter(
        ({ output }) => !isSame || kept.get(output.name) !== output.fingerprint,
      );
      await this.#adopt(outputs.filter(({ name }) => !this.#workers.has(name)));
      await Promise.all(leaving.map(async (worker) => this.#retire(worker, !kept.has(worker.output.name))));
      await this.#adopt(outputs.filter(({ name }) => !this.#workers.has(name)));
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort(new Error('Tiercel stops'));
    await this.#inTurn(async () => {
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      const abandon = new AbortController();
      const workers = [...this.#workers.values()];
      const stopped = Promise.all(workers.map(async (worker) => worker.stop(graceMs, abandon.signal)));
      await waitAtMost(this.#parts.clock, graceMs + this.#policy.closeMs, stopped);
      abandon.abort(new Error('Tiercel stops'));
      await stopped;
      this.#workers.clear();
    });
  }

  wake(outputs: readonly string[]): void {
    for (const name of outputs) this.#workers.get(name)?.wake();
  }

  health(): readonly OutputHealth[] {
    return this.#names.flatMap((name) => this.#workers.get(name)?.health() ?? []);
  }

  async pause(output: string, by: string): Promise<boolean> {
    if (!this.#workers.has(output)) return false;
    await this.#pauses.set(output, { by, atMs: this.#parts.clock.now() });
    this.#workers.get(output)?.pauseChanged();
    this.#parts.log.info({ output, by }, 'Output is paused; its alerts wait');
    return true;
  }

  async resume(output: string): Promise<boolean> {
    if (!this.#workers.has(output)) return false;
    await this.#pauses.end(output);
    this.#workers.get(output)?.pauseChanged();
    this.#parts.log.info({ output }, 'Output is no longer paused');
    return true;
  }

  async tryOut(output: string, alert: Alert): Promise<TryOut | undefined> {
    return this.#workers.get(output)?.tryOut(alert);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work, work);
    this.#last = turn;
    await turn;
  }

  get #policy(): DeliveryPolicy {
    return { ...defaultPolicy, ...this.#settings.policy };
  }

  async #adopt(outputs: readonly DeliveryOutput[]): Promise<void> {
    await Promise.all(outputs.map(async (output) => this.#adoptOne(output)));
  }

  async #adoptOne(output: DeliveryOutput): Promise<void> {
    const { journal, clock, random, log } = this.#parts;
    const position = await this.#untilItWorks(output.name, async () => journal.openOutput(output.name));
    if (!position) return;
    const meter = this.#meters.get(output.name) ?? new OutputMeter();
    this.#meters.set(output.name, meter);
    const { connect: settings } = this.#settings;
    const [contexts, policy, steadyNow] = [this.#contexts, this.#policy, this.#steadyNow];
    const pause = () => this.#pauses.get(output.name);
    const worker = new OutputWorker(
      { output, journal, settings, contexts, policy, meter, pause, clock, steadyNow, random, log },
      position,
    );
    this.#workers.set(output.name, worker);
  }

  /** An attempt under way may take its whole time, and the journal too: breaking off could make duplicates. */
  async #retire(worker: OutputWorker, isRemoved: boolean): Promise<void> {
    const { name, timeoutMs } = worker.output;
    await worker.stop(timeoutMs, this.#stopping.signal);
    this.#workers.delete(name);
    if (!isRemoved) return;
    this.#meters.delete(name);
    await this.#untilItWorks(name, async () => this.#parts.journal.retireOutput(name));
  }

  /** Trouble of the journal delays, and changes nothing. `undefined` after a stop. */
  async #untilItWorks<Result>(output: string, work: () => Promise<Result>): Promise<Result | undefined> {
    const { clock, random, log } = this.#parts;
    return untilItWorks(work, {
      clock,
      random,
      signal: this.#stopping.signal,
      backoff: this.#policy.journal,
      onFirstFailure: (error) => log.error({ output, err: error }, 'The journal does not answer; trying until it does'),
    });
  }

  /** Outputs are told only of what is new, and read it themselves. */
  #noteAppended(entries: readonly Entry[]): void {
    const newest = new Map(entries.map(({ lane, seq }) => [lane, seq]));
    for (const worker of this.#workers.values()) {
      for (const [lane, seq] of newest) worker.noteAppended(lane, seq);
    }
  }
}

/** The stream itself never changes, and comparing it would go through all of its inside. */
function sameConnect({ connect: a }: DeliverySettings, { connect: b }: DeliverySettings): boolean {
  return isDeepStrictEqual({ ...a, stdout: undefined }, { ...b, stdout: undefined });
}
