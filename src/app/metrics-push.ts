import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { checkOtlpAnswer, explainOtlp } from '#outputs/otlp-answer.ts';
import { otlpClient } from '#outputs/otlp-client.ts';
import { otlpRequest, resourceAttributes } from '#outputs/otlp-request.ts';
import { DeliveryError } from '#outputs/errors.ts';
import type { Message } from '#outputs/protobuf.ts';
import { failureOf } from '#delivery/failure.ts';
import { createMask } from '#delivery/mask.ts';
import { proxySecrets } from '#delivery/proxy.ts';
import { sendOnce } from '#delivery/send-once.ts';
import { TlsContexts } from '#delivery/tls-contexts.ts';
import type { Configuration, MetricsPushConfiguration } from '#config/configuration.ts';
import { secretsIn } from '#config/secrets-in.ts';
import { collectSeries, type MetricsSource } from '#api/metrics.ts';
import { metricsRequests } from '#api/otlp-metrics.ts';
import type { RuleMatches } from '#api/rule-matches.ts';

export interface MetricsPushParts {
  readonly configuration: Configuration;
  readonly push: MetricsPushConfiguration;
  readonly source: MetricsSource;
  /** When the counts of the source began. */
  readonly startedAtMs: number;
  readonly ruleMatches: RuleMatches;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Pushes metrics every so often. Where that fails, nothing is kept: the next push tells of the time before, too. It is said
 * once, and once more when it works again.
 */
export class MetricsPush {
  readonly #parts: MetricsPushParts;
  readonly #contexts = new TlsContexts();
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #isFailing = false;

  constructor(parts: MetricsPushParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** After a push that is under way. */
  async end(): Promise<void> {
    this.#stopping.abort(new Error('Metrics are not pushed any more'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#parts.clock.sleep(this.#parts.push.intervalMs, signal).catch(() => {});
      if (!signal.aborted) await this.#pushOnce();
    }
  }

  /** After that, so that the end of what is counted is not lost; not where a stop would only wait for nothing. */
  async pushLast(): Promise<void> {
    if (!this.#isFailing) await this.#pushOnce();
  }

  async #pushOnce(): Promise<void> {
    const { log, push, configuration } = this.#parts;
    try {
      for (const message of await this.#collect()) await this.#send(message);
      if (this.#isFailing) log.info({}, 'Metrics are pushed again');
      this.#isFailing = false;
    } catch (error) {
      const mask = createMask([...secretsIn(push.options), ...proxySecrets(configuration.proxy)]);
      const { message } = failureOf(error instanceof DeliveryError ? explainOtlp(error) : error, mask);
      if (!this.#isFailing)
        log.warn({ error: message }, 'Metrics cannot be pushed to "otlp.metrics.endpoint"; trying on');
      this.#isFailing = true;
    }
  }

  async #collect(): Promise<readonly Message[]> {
    const { source, ruleMatches, startedAtMs, push } = this.#parts;
    const series = await collectSeries(source);
    const attributes = resourceAttributes(push.options);
    return metricsRequests({ series, ruleMatches, startedAtMs, nowMs: source.now(), attributes });
  }

  async #send(message: Message): Promise<void> {
    const { clock, push, configuration } = this.#parts;
    const { certificates, proxy, delivery } = configuration;
    const { options, tls, timeoutMs } = push;
    const settings = { certificates, proxy, allowedHosts: delivery.allowedHosts };
    const response = await sendOnce(
      otlpRequest('metrics', message, options),
      (context) => otlpClient(options, context),
      { settings, contexts: this.#contexts, tls, timeoutMs, clock },
    );
    checkOtlpAnswer(response);
  }
}
