import type { Alert } from '#alert/alert.ts';
import { laneOf } from '#alert/lane.ts';
import type { Priority } from '#alert/priority.ts';
import type { Clock } from '#kit/clock.ts';
import type { Dice } from '#kit/testing/dice.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { defaultPolicy } from '#delivery/policy.ts';
import { numberOf } from '#delivery/testing/alerts.ts';
import { deliveryOutput } from '#delivery/testing/fake-output.ts';
import {
  DeliveryError,
  MisconfiguredError,
  PartialDeliveryError,
  RejectedError,
  ThrottledError,
} from '#outputs/errors.ts';
import type { Alerts, BatchLimits, ConfiguredOutput, Receipt } from '#outputs/output.ts';
import type { Chronicle } from './chronicle.ts';
import type { Oracle } from './oracle.ts';
import type { Weather } from './weather.ts';

export interface DestinationParts {
  readonly name: string;
  readonly dice: Dice;
  readonly oracle: Oracle;
  readonly weather: Weather;
  readonly chronicle: Chronicle;
}

const hourMs = 3600_000;
const timeoutMs = 20_000;

/** The other side of one output: what arrived there stays, whatever becomes of the process that sent it. */
export class Destination {
  readonly name: string;
  readonly maxRequests: number;
  readonly minimumPriority: Priority | undefined;
  readonly #parts: DestinationParts;
  readonly #batch: BatchLimits | undefined;
  readonly #refused = new Set<number>();
  readonly #poisonous = new Set<number>();
  readonly #unencodable = new Set<number>();
  readonly #answeredFailures = new Map<number, number>();

  constructor(parts: DestinationParts) {
    const { dice, name } = parts;
    this.name = name;
    this.#parts = parts;
    this.maxRequests = dice.pick([1, 1, 1, 2, 5, 0]);
    this.minimumPriority = dice.pick([undefined, undefined, 'Notice']);
    this.#batch = dice.pick<BatchLimits | undefined>([
      undefined,
      { maxAlerts: 10 },
      { maxAlerts: 3, lingerMs: 500 },
      { maxAlerts: 100, maxBytes: 4000, lingerMs: 5000 },
    ]);
  }

  /** Now and then an alert is one that this destination can never take. */
  consider(number: number): void {
    const { dice } = this.#parts;
    if (dice.chance(0.02)) dice.pick([this.#refused, this.#refused, this.#poisonous, this.#unencodable]).add(number);
  }

  canTake(number: number): boolean {
    return !this.#refused.has(number) && !this.#poisonous.has(number) && !this.#unencodable.has(number);
  }

  /** The output as one process has it. */
  configured(clock: Clock, fingerprint: string): DeliveryOutput {
    const session = new Session(clock);
    const output: ConfiguredOutput = {
      batch: this.#batch,
      encode: (alerts) => this.#encode(alerts),
      connect: async () => {
        await clock.sleep(this.#parts.dice.upTo(50));
        if (this.#goesWrong() && this.#parts.dice.chance(0.2)) throw new Error('ECONNREFUSED');
        return { deliver: (alerts, signal) => this.#deliver(session, alerts, signal), close: async () => {} };
      },
    };
    const { name, maxRequests: maxconcurrentrequests, minimumPriority: minimumpriority } = this;
    return deliveryOutput(output, { name, maxconcurrentrequests, minimumpriority, timeoutMs, fingerprint });
  }

  #encode(alerts: Alerts): unknown {
    if (alerts.some((alert) => this.#unencodable.has(numberOf(alert)))) throw new TypeError('cannot be encoded');
    return alerts;
  }

  async #deliver(session: Session, alerts: Alerts, signal: AbortSignal): Promise<Receipt> {
    this.#encode(alerts);
    this.#check(session, alerts);
    session.requests++;
    try {
      return await this.#answer(session, alerts, signal);
    } catch (error) {
      this.#noteFailure(alerts, error);
      throw error;
    } finally {
      session.requests--;
    }
  }

  #check(session: Session, alerts: Alerts): void {
    const { oracle, chronicle } = this.#parts;
    chronicle.note(`${this.name}: ${alerts.map(numberOf).join(' ')} are sent`);
    const earlyMs = session.pausedUntilMs - session.clock.monotonic();
    if (earlyMs > 0 && this.maxRequests === 1) oracle.violated(`${this.name} was tried ${earlyMs} ms too early`);
    const max = this.maxRequests === 0 ? defaultPolicy.unlimitedRequests : this.maxRequests;
    if (session.requests >= max) oracle.violated(`${this.name} got ${session.requests + 1} requests at a time`);
    if (alerts.length > (this.#batch?.maxAlerts ?? 1))
      oracle.violated(`${this.name} got ${alerts.length} in one message`);
    const [{ priority }] = alerts;
    if (alerts.some((alert) => laneOf(alert.priority) !== laneOf(priority)))
      oracle.violated(`${this.name} got a message of both lanes`);
  }

  /** A request is on its way, is taken or not, and its answer is on its way. */
  async #answer(session: Session, alerts: Alerts, signal: AbortSignal): Promise<Receipt> {
    const { dice } = this.#parts;
    await session.clock.sleep(dice.upTo(100), signal);
    const isBad = this.#goesWrong();
    if (isBad && !dice.chance(0.2)) await this.#misbehave(session, alerts, signal);
    this.#judge(alerts);
    this.#accept(alerts);
    await session.clock.sleep(isBad ? dice.pick([100, hourMs]) : dice.upTo(200), signal);
    if (isBad) throw new Error('ECONNRESET, although they have arrived');
    return { status: 200, answer: 'ok' };
  }

  #goesWrong(): boolean {
    return this.#parts.dice.chance(this.#parts.weather.failures(this.name));
  }

  async #misbehave(session: Session, alerts: Alerts, signal: AbortSignal): Promise<never> {
    const { dice } = this.#parts;
    switch (dice.upTo(6)) {
      case 0:
        await session.clock.sleep(hourMs, signal);
        throw new Error('ETIMEDOUT');
      case 1:
        return session.pause(dice.pick([1, 1000, 90_000, 100 * hourMs]));
      case 2:
        throw new MisconfiguredError('wrong token', { status: 401 });
      case 3:
        throw new Error('ECONNRESET');
      case 4:
        throw new DeliveryError('busy', { status: 429 });
      case 5:
        return this.#failPartly(alerts);
      default:
        throw new DeliveryError('unavailable', { status: 503 });
    }
  }

  #failPartly(alerts: Alerts): never {
    const busy = new DeliveryError('busy', { status: 503 });
    throw new PartialDeliveryError(new Map(alerts.map((alert) => [alert, busy])));
  }

  #judge(alerts: Alerts): void {
    if (alerts.some((alert) => this.#refused.has(numberOf(alert)))) throw new RejectedError('bad', { status: 400 });
    if (alerts.some((alert) => this.#poisonous.has(numberOf(alert)))) throw new DeliveryError('crash', { status: 500 });
  }

  #accept(alerts: Alerts): void {
    const { oracle, chronicle } = this.#parts;
    chronicle.note(`${this.name}: ${alerts.map(numberOf).join(' ')} arrive`);
    for (const alert of alerts) oracle.arrive(this.name, alert, this.maxRequests === 1);
  }

  /** What keeps failing with an answer may be overtaken, also when the process ends before that is written down. */
  #noteFailure(alerts: Alerts, error: unknown): void {
    const isAnswered =
      error instanceof DeliveryError && (error instanceof PartialDeliveryError || error.status !== undefined);
    if (!isAnswered) return;
    const count = (alert: Alert) => {
      const failures = (this.#answeredFailures.get(numberOf(alert)) ?? 0) + 1;
      this.#answeredFailures.set(numberOf(alert), failures);
      return failures;
    };
    const stuck = alerts.filter((alert) => count(alert) >= defaultPolicy.stepAsideAfterFailures);
    this.#parts.oracle.stoodAside(this.name, stuck.map(numberOf));
  }
}

/** What the other side knows of one process, or of one configuration in it: who starts anew knows of no pause. */
class Session {
  readonly clock: Clock;
  requests = 0;
  pausedUntilMs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  pause(retryAfterMs: number): never {
    this.pausedUntilMs = this.clock.monotonic() + Math.min(retryAfterMs, defaultPolicy.maxRetryAfterMs);
    throw new ThrottledError('slow down', retryAfterMs, { status: 429 });
  }
}
