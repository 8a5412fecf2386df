import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Alert } from '#alert/alert.ts';
import { lanes, type Lane as LaneName } from '#alert/lane.ts';
import type { DeadLetterRecord, Journal, OutputPosition } from '#journal/journal.ts';
import { AsideQueue } from './aside-queue.ts';
import { attempt, type AttemptParts, type AttemptResult, type Batch } from './attempt.ts';
import { Bell } from './bell.ts';
import { Circuit } from './circuit.ts';
import { ConnectionKeeper } from './connection-keeper.ts';
import { Deadlines } from './deadlines.ts';
import type { ConnectSettings, DeliveryOutput } from './delivery-output.ts';
import type { OutputHealth, OutputMeter } from './health.ts';
import type { Pause } from './output-pauses.ts';
import { Lane } from './lane.ts';
import { createMask, type Mask } from './mask.ts';
import { PaceMaker } from './pace.ts';
import type { Take } from './pending-queue.ts';
import { proxySecrets } from './proxy.ts';
import { requestSlots, type DeliveryPolicy } from './policy.ts';
import { unlessAborted, waitAtMost } from './sleep.ts';
import { StateLog } from './state-log.ts';
import type { TlsContexts } from './tls-contexts.ts';
import { tryOut, type TryOut } from './try-out.ts';

export interface WorkerParts {
  readonly output: DeliveryOutput;
  readonly journal: Pick<Journal, 'read' | 'readSome' | 'settle' | 'due' | 'ledger'>;
  readonly settings: ConnectSettings;
  readonly contexts: TlsContexts;
  readonly policy: DeliveryPolicy;
  readonly meter: OutputMeter;
  /** Asked before each attempt. */
  readonly pause: () => Pause | undefined;
  readonly clock: Clock;
  /** See `steadyTime`. */
  readonly steadyNow: () => number;
  readonly random: () => number;
  readonly log: Log;
}

/** What messages come from: a lane, or what stands aside. */
interface Source {
  take(nowMs: number): Take;
  conclude(batch: Batch, result: AttemptResult): readonly DeadLetterRecord[];
}

/**
 * Sends to one output all that its lanes hold, urgent first, as many requests at a time as it may have. Shares nothing
 * with other outputs but the journal.
 */
export class OutputWorker {
  readonly output: DeliveryOutput;
  readonly #parts: WorkerParts;
  readonly #bell: Bell;
  readonly #circuit: Circuit;
  readonly #pace: PaceMaker;
  readonly #connections: ConnectionKeeper;
  readonly #stateLog: StateLog;
  readonly #mask: Mask;
  readonly #lanes: Readonly<Record<LaneName, Lane>>;
  readonly #aside: AsideQueue;
  readonly #slots: number;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #deadlines: Deadlines;
  /** Ends what waits for the journal. */
  readonly #end = new AbortController();
  readonly #running: Promise<void>;
  #isStopping = false;
  #isAsideNext = false;

  constructor(parts: WorkerParts, position: OutputPosition) {
    const { output, settings, policy, random, clock } = parts;
    this.output = output;
    this.#parts = parts;
    this.#bell = new Bell(clock);
    this.#deadlines = new Deadlines(clock, output.timeoutMs);
    this.#circuit = new Circuit(policy, random);
    this.#pace = new PaceMaker(output.output.pace);
    this.#mask = createMask([...output.secrets, ...proxySecrets(settings.proxy)]);
    this.#connections = new ConnectionKeeper({ ...parts, mask: this.#mask });
    this.#stateLog = new StateLog(parts);
    this.#slots = requestSlots(output, policy);
    const changed = () => this.#bell.ring();
    const steppedAside = () => this.wake();
    const shared = { ...parts, circuit: this.#circuit, signal: this.#end.signal, changed, steppedAside };
    this.#lanes = {
      urgent: new Lane({ ...shared, lane: 'urgent' }, position),
      normal: new Lane({ ...shared, lane: 'normal' }, position),
    };
    const { urgent, normal } = this.#lanes;
    this.#aside = new AsideQueue({
      ...shared,
      settlements: { urgent: urgent.settlements, normal: normal.settlements },
    });
    this.#running = this.#run();
  }

  /** The journal has new alerts, the last of the lane with this number. */
  noteAppended(lane: LaneName, seq: number): void {
    this.#lanes[lane].noteAppended(seq);
    this.#bell.ring();
  }

  /** A pause began or ended. */
  pauseChanged(): void {
    this.#bell.ring();
  }

  /** Something was set aside for this output by others. */
  wake(): void {
    this.#aside.wake();
    this.#bell.ring();
  }

  /** Sends an alert that nobody is owed, besides whatever else is under way. */
  tryOut(alert: Alert): Promise<TryOut> {
    return tryOut(alert, this.#attemptParts());
  }

  health(): OutputHealth {
    const { clock, meter } = this.#parts;
    const pause = this.#parts.pause();
    const pauseMs = this.#circuit.pausedUntilMs - clock.monotonic();
    return {
      name: this.output.name,
      type: this.output.type,
      state: pause ? 'paused' : this.#state(),
      pause,
      consecutiveFailures: this.#circuit.consecutiveFailures,
      inFlight: this.#inFlight.size,
      nextAttemptAtMs: pauseMs > 0 && !pause ? clock.now() + pauseMs : undefined,
      ...meter.snapshot(clock.now()),
    };
  }

  #state(): OutputHealth['state'] {
    const { state } = this.#circuit;
    return state === 'healthy' && this.#parts.meter.isRefused ? 'refusing' : state;
  }

  /**
   * Begins nothing new, lets attempts under way finish within `graceMs`, and ends when all that is known is written
   * down, or when there is no more time for that.
   */
  async stop(graceMs: number, abandon: AbortSignal): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    await this.#running;
    await unlessAborted(abandon, waitAtMost(this.#parts.clock, graceMs, Promise.all(this.#inFlight)));
    this.#deadlines.close(new Error('Tiercel stops'));
    await this.#connections.close();
    await Promise.all(this.#inFlight);
    const written = Promise.all(lanes.map((lane) => this.#lanes[lane].settlements.settled()));
    await unlessAborted(abandon, written);
    this.#end.abort(new Error('Tiercel stops'));
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const waitMs = this.#beginWhatCan();
      await this.#bell.wait(waitMs);
    }
  }

  /** Begins attempts until there is nothing to send or no room for more. Returns when to look again. */
  #beginWhatCan(): number {
    for (;;) {
      if (this.#parts.pause()) return Number.POSITIVE_INFINITY;
      for (const source of [this.#lanes.urgent, this.#lanes.normal, this.#aside]) source.fill();
      if (this.#inFlight.size >= this.#slots) return Number.POSITIVE_INFINITY;
      const nowMs = this.#parts.clock.monotonic();
      const pauseMs = Math.max(this.#circuit.waitMs(nowMs, this.#inFlight.size), this.#pace.waitMs(nowMs));
      if (pauseMs > 0) return pauseMs;
      const waitMs = this.#beginNext(nowMs);
      if (waitMs > 0) return waitMs;
    }
  }

  /** Begins the next attempt and returns 0, or how long there is none to begin. */
  #beginNext(nowMs: number): number {
    let waitMs = Number.POSITIVE_INFINITY;
    for (const source of this.#sources()) {
      const take = source.take(nowMs);
      if ('batch' in take) {
        this.#begin(source, take.batch);
        return 0;
      }
      waitMs = Math.min(waitMs, take.waitMs);
    }
    return Math.max(1, waitMs);
  }

  /**
   * Urgent alerts first. What stands aside takes turns with the others, and while the circuit is open stays back: it
   * may fail for reasons of its own, and tell nothing of the output.
   */
  #sources(): readonly Source[] {
    const { urgent, normal } = this.#lanes;
    if (this.#circuit.isOpen && urgent.size + normal.size > 0) return [urgent, normal];
    this.#isAsideNext = !this.#isAsideNext;
    return this.#isAsideNext ? [urgent, this.#aside, normal] : [urgent, normal, this.#aside];
  }

  #begin(source: Source, batch: Batch): void {
    this.#pace.began(this.#parts.clock.monotonic());
    const running = this.#attempt(source, batch).finally(() => {
      this.#inFlight.delete(running);
      this.#bell.ring();
    });
    this.#inFlight.add(running);
  }

  #attemptParts(): AttemptParts {
    const { output, clock } = this.#parts;
    const [connections, deadlines, mask] = [this.#connections, this.#deadlines, this.#mask];
    return { output: output.output, connections, deadlines, clock, mask };
  }

  async #attempt(source: Source, batch: Batch): Promise<void> {
    const { output, clock, meter, log } = this.#parts;
    const round = this.#circuit.begin();
    const result = await attempt(batch, this.#attemptParts());
    if (!result) return;
    meter.record(result, clock.now());
    this.#judge(result, round, source === this.#aside);
    const dead = source.conclude(batch, result);
    if (result.delivered.length === 0) meter.lost(dead.length);
    if (dead.length > 0) {
      const [{ reason, status } = {}] = dead;
      log.warn({ output: output.name, seqs: dead.map(({ seq }) => seq), status }, `Dead letter: ${reason}`);
    }
  }

  /** What the attempt tells of the output as a whole. A refusal is an answer: the output works. */
  #judge({ delivered, failed }: AttemptResult, round: number, isAside: boolean): void {
    const nowMs = this.#parts.clock.monotonic();
    const throttled = failed.map(({ failure }) => (failure.kind === 'throttled' ? failure.retryAfterMs : 0));
    this.#circuit.throttled(Math.max(0, ...throttled), nowMs);
    const failure = failed.find(
      (one) => one.failure.kind === 'retryable' || one.failure.kind === 'misconfigured',
    )?.failure;
    if (delivered.length > 0 || failed.some((one) => one.failure.kind === 'rejected')) this.#circuit.succeeded();
    else if (failure && !(isAside && failure.isAnswered)) this.#circuit.failed(failure, round, nowMs);
    this.#stateLog.note(this.#circuit, failure);
  }
}
