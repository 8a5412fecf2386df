import { PassThrough } from 'node:stream';
import type { Alert } from '#alert/alert.ts';
import type { Alerts, BatchLimits, ConfiguredOutput, ConnectContext, Connection, Receipt } from '#outputs/output.ts';
import type { ConnectSettings, DeliveryOutput } from '../delivery-output.ts';

/** Answers one delivery: returns, or throws what the other side makes of it. */
export type Answer = (alerts: Alerts, signal: AbortSignal, context: ConnectContext) => Promise<Receipt | void>;

/** An output whose other side is a function. Remembers what it accepted, and how busy it was. */
export class FakeOutput implements ConfiguredOutput {
  readonly batch: BatchLimits | undefined;
  readonly accepted: Alert[] = [];
  /** How many alerts each delivery held. */
  readonly sizes: number[] = [];
  connects = 0;
  open = 0;
  inFlight = 0;
  maxInFlight = 0;
  connecting: (context: ConnectContext) => Promise<void> = async () => {};
  encode: (alerts: Alerts) => unknown = (alerts) => alerts.map(({ json }) => json);
  answer: Answer;

  constructor(answer: Answer = async () => {}, batch?: BatchLimits) {
    this.answer = answer;
    this.batch = batch;
  }

  async connect(context: ConnectContext): Promise<Connection> {
    this.connects++;
    await this.connecting(context);
    this.open++;
    return {
      deliver: async (alerts, signal) => this.#deliver(alerts, signal, context),
      close: async () => {
        this.open--;
      },
    };
  }

  async #deliver(alerts: Alerts, signal: AbortSignal, context: ConnectContext): Promise<Receipt> {
    this.encode(alerts);
    this.sizes.push(alerts.length);
    this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
    try {
      const receipt = await this.answer(alerts, signal, context);
      signal.throwIfAborted();
      this.accepted.push(...alerts);
      return receipt ?? {};
    } finally {
      this.inFlight--;
    }
  }
}

/** An output as the configuration would hand it over. */
export function deliveryOutput(output: ConfiguredOutput, changes: Partial<DeliveryOutput> = {}): DeliveryOutput {
  return {
    name: 'fake',
    type: 'fake',
    minimumpriority: undefined,
    maxconcurrentrequests: 1,
    timeoutMs: 30_000,
    output,
    tls: { checkcert: true, mutualtls: false },
    customheaders: {},
    secrets: [],
    fingerprint: '1',
    ...changes,
  };
}

export function connectSettings(): ConnectSettings {
  return {
    allowedHosts: [],
    proxy: { httpProxy: '', httpsProxy: '', noProxy: '' },
    certificates: { cacertfile: '', mutual: { certfile: '', keyfile: '', cacertfile: '' } },
    stdout: new PassThrough(),
  };
}
