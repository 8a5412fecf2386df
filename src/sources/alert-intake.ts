import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Alert } from '#alert/alert.ts';
import type { Enrich } from '#alert/enrich.ts';
import { testAlert } from '#alert/test-alert.ts';
import type { Journal } from '#journal/journal.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import { readAlertBatch, type RefusedAlert } from './alert-batch.ts';
import { answer, jsonAnswer, type Answer } from './answer.ts';
import type { AuditReader } from './audit-reader.ts';
import { auditOutcome, checkAuditType, firehoseAnswer } from './audit-request.ts';
import { ByteBudget, type Share } from './byte-budget.ts';
import { Deadlines } from './deadlines.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import type { EventCounts } from './event-counts.ts';
import type { EventSettings } from './event-settings.ts';
import type { FindAlerts } from './found-alerts.ts';
import type { IngestCounts } from './ingest-counts.ts';
import type { RequestLimits } from './limits.ts';
import { RefusalLog } from './refusal-log.ts';
import { hasMoreValues } from './json-values.ts';
import { invalidBody, noRules, notKept, notPost, Refusal, tooRich, waitedTooLong } from './refusal.ts';
import type { Repetitions } from './repetitions.ts';
import { readBody } from './request-body.ts';
import { readSidekickBatch } from './sidekick-batch.ts';

export interface AlertIntakeParts {
  readonly journal: Pick<Journal, 'append'>;
  readonly repetitions: Repetitions;
  readonly counts: IngestCounts;
  readonly audit: AuditReader;
  readonly eventCounts: EventCounts;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for every request, so that a changed configuration counts from the next one. */
  readonly settings: () => IntakeSettings;
}

export interface IntakeSettings {
  readonly enrich: Enrich;
  /** For audit events of Kubernetes. */
  readonly rules: RuleSet | undefined;
  readonly limits: RequestLimits;
  /** For events of other sources. */
  readonly events: EventSettings;
}

/** A request, from its arrival until its connection is done with it. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly arrivedAtMs: number;
  readonly settings: IntakeSettings;
  readonly share: Share;
}

type FindOriginal = (alert: Alert) => Promise<unknown> | undefined;

/** Falco's own alerts have 1 to 4 kB. */
const smallBodyBytes = 64 * 1024;

const accepted: Answer = { status: 200, headers: {}, body: '' };
/** Falcosidekick-UI's answer to an event that it took: a text, not an object. */
const acceptedByUi: Answer = jsonAnswer(200, '{}');

/** Takes alerts from requests into the journal, and answers when they are there. */
export class AlertIntake {
  readonly #parts: AlertIntakeParts;
  readonly #budget: ByteBudget;
  readonly #deadlines: Deadlines;
  readonly #refusals: RefusalLog;

  constructor(parts: AlertIntakeParts) {
    this.#parts = parts;
    this.#budget = new ByteBudget(() => parts.settings().limits.maxInFlightBytes);
    this.#deadlines = new Deadlines(parts.clock);
    this.#refusals = new RefusalLog(parts.log, parts.clock);
  }

  get inFlightBytes(): number {
    return this.#budget.usedBytes;
  }

  get waitingBodies(): number {
    return this.#budget.waiting;
  }

  /** The alerts of a body. */
  post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.#serve(request, response, (visit) => this.#takeBody(visit, readAlertBatch));
  }

  /** The audit events of a body, as the API server of Kubernetes posts them: what the rules find in them is kept. */
  audit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { audit, clock, settings } = this.#parts;
    const find: FindAlerts = async (read) => {
      if (!settings().rules) throw noRules();
      checkAuditType(request);
      const text = decodeUtf8(await read(audit.limits.maxBodyBytes, 'audit.maxbody'));
      return auditOutcome(() => audit.read(text, 'webhook'), audit.limits);
    };
    return this.found(request, response, find, firehoseAnswer(request, clock.now()));
  }

  /** What `find` makes of a request is kept. What cannot be used is logged and hurts nothing else. */
  found(request: IncomingMessage, response: ServerResponse, find: FindAlerts, taken?: Answer): Promise<void> {
    const take = async (visit: Visit): Promise<void> => {
      const { alerts, complaint } = await find((maxBytes, option) => this.#bytesOf(visit, maxBytes, option));
      if (alerts.length > 0) await this.#keep(visit, alerts, (alert) => this.#parts.repetitions.original(alert));
      if (complaint?.isAnswered) throw complaint.refusal;
      if (complaint) this.#refusals.write(complaint.refusal, senderOf(request));
    };
    return this.#serve(request, response, take, taken);
  }

  /** An event as Falcosidekick posts it to its UI, or the alerts of a body. */
  sidekick(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.#serve(request, response, (visit) => this.#takeBody(visit, readSidekickBatch), acceptedByUi);
  }

  /** Falcosidekick's test alert, whatever the body. */
  test(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.#serve(request, response, this.#takeTestAlert);
  }

  readonly #takeBody = async (visit: Visit, read: typeof readAlertBatch): Promise<void> => {
    const { enrich, limits } = visit.settings;
    const { alerts, refused } = read(await this.#bodyOf(visit), enrich, limits);
    if (alerts.length > 0) await this.#keep(visit, alerts, (alert) => this.#parts.repetitions.original(alert));
    if (refused.length > 0 || alerts.length === 0) throw this.#refuseAlerts(alerts.length, refused);
  };

  async #bodyOf(visit: Visit): Promise<string> {
    return decodeUtf8(await this.#bytesOf(visit, visit.settings.limits.maxBodyBytes, 'source.maxbody'));
  }

  async #bytesOf(
    { request, response, share, settings: { limits } }: Visit,
    maxBytes: number,
    option: string,
  ): Promise<Buffer> {
    const body = await readBody(request, response, {
      maxBytes,
      option,
      share,
      within: (room) => this.#within(room, limits, 'room, see "source.maxinflight"'),
    });
    if (hasMoreValues(body, limits.maxValues)) throw tooRich(limits.maxValues);
    this.#parts.counts.read(body.length);
    return body;
  }

  readonly #takeTestAlert = (visit: Visit): Promise<void> => {
    const alert = visit.settings.enrich(testAlert(new Date(this.#parts.clock.now())));
    return this.#keep(visit, [alert], () => undefined);
  };

  /** Resolves when all alerts are durable, the originals of repetitions too. */
  async #keep(visit: Visit, alerts: readonly Alert[], originalOf: FindOriginal): Promise<void> {
    const { limits } = visit.settings;
    const originals: Promise<unknown>[] = [];
    const fresh = alerts.filter((alert) => {
      const original = originalOf(alert);
      if (original) originals.push(original);
      return !original;
    });
    this.#parts.counts.repeat(originals.length);
    try {
      const kept = fresh.length > 0 ? this.#append(visit, fresh) : undefined;
      const allKept = kept && originals.length === 0 ? kept : Promise.all([kept, ...originals]);
      await this.#within(allKept, limits, 'the journal');
    } catch (error) {
      throw error instanceof Refusal ? error : notKept(error);
    }
  }

  /** Goes on to its end whether or not the sender is still there, or is still waited for. */
  #append(visit: Visit, alerts: readonly Alert[]): Promise<unknown> {
    const { counts, journal, repetitions } = this.#parts;
    const { response, share } = visit;
    const kept = journal.append(alerts);
    share.holdUntil(kept);
    repetitions.begin(alerts, kept);
    const end = () => repetitions.end(alerts, !this.#wasHeard(visit));
    kept.then(
      () => {
        counts.keep(alerts);
        if (response.closed) end();
        else response.on('close', end);
      },
      () => repetitions.end(alerts, false),
    );
    return kept;
  }

  /** Whether the sender knows for sure what became of its request, and so will not repeat it. */
  #wasHeard({ response, arrivedAtMs, settings }: Visit): boolean {
    const tookMs = this.#parts.clock.monotonic() - arrivedAtMs;
    return response.writableFinished && response.statusCode < 500 && tookMs < settings.limits.repetitionAfterMs;
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    take: (visit: Visit) => Promise<void>,
    taken: Answer = accepted,
  ) {
    const { clock, counts, settings } = this.#parts;
    const share = this.#budget.share(isSmall(request));
    const visit = { request, response, arrivedAtMs: clock.monotonic(), settings: settings(), share };
    try {
      if (request.method !== 'POST') throw new Refusal('method', `The method was ${request.method}, not POST`, notPost);
      await take(visit);
      counts.accept(clock.monotonic() - visit.arrivedAtMs);
      answer(request, response, taken);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        counts.refuse('fault');
        throw error;
      }
      counts.refuse(error.reason);
      this.#refusals.write(error, senderOf(request));
      answer(request, response, error.answer);
    } finally {
      share.release();
    }
  }

  #within<Value>(promise: Promise<Value>, { maxWaitMs }: RequestLimits, what: string): Promise<Value> {
    return this.#deadlines.within(promise, maxWaitMs, () => waitedTooLong(what));
  }

  /** One alert is refused in Falcosidekick's words; of several, the sender is told which. */
  #refuseAlerts(keptCount: number, refused: readonly RefusedAlert[]): Refusal {
    this.#parts.counts.refuseAlerts(refused.length);
    const { kind, reason } = refused[0] ?? { kind: 'invalid', reason: 'There is no alert in the request' };
    if (keptCount + refused.length <= 1) return new Refusal(kind, reason, invalidBody);
    const reasons = refused.map(({ index, reason: why }) => ({ index, reason: why }));
    return new Refusal(
      kind,
      `${refused.length} of ${keptCount + refused.length} alerts in a request are refused; the first: ${reason}`,
      jsonAnswer(400, { accepted: keptCount, refused: reasons }),
    );
  }
}

function senderOf({ socket }: IncomingMessage) {
  return { sender: socket.remoteAddress };
}

/** A request that does not say how long it is, or is compressed, is not taken for small. */
function isSmall({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return length !== undefined && headers['content-encoding'] === undefined && Number(length) <= smallBodyBytes;
}
