import type { Alert } from '#alert/alert.ts';
import type { OutputLedger } from '#journal/journal.ts';
import type { About } from '#outputs/output.ts';
import { isHttpRequest } from '#outputs/wire-text.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import type { LastError, OutputHealth } from '#delivery/health.ts';
import type { Output } from '../contract/outputs.ts';
import { outputState } from '../insight/output-state.ts';
import { latencyQuantileMs } from './latency-quantile.ts';

export interface OutputFacts {
  readonly health: OutputHealth;
  /** `undefined` before the journal knows the output. */
  readonly ledger: OutputLedger | undefined;
  readonly configured: DeliveryOutput | undefined;
  readonly effective: Readonly<Record<string, unknown>>;
  readonly about: About | undefined;
  readonly testAlert: Alert;
}

/** An output as the console shows it. */
export function outputView({ health, ledger, configured, effective, about, testAlert }: OutputFacts): Output {
  const { pause, latency, lastError, state } = health;
  return {
    name: health.name,
    type: health.type,
    title: about?.title ?? health.type,
    category: about?.category ?? '',
    state: outputState(state),
    isHeldBack: state === 'open',
    received: ledger?.received ?? 0,
    delivered: ledger?.delivered ?? 0,
    owed: ledger?.owed ?? 0,
    dead: ledger?.dead ?? 0,
    suppressed: ledger?.suppressed ?? 0,
    deliveredPerMinute: health.deliveredPerMinute,
    trend: [...health.trend],
    attempts: { ok: health.attempts.ok, error: health.attempts.error },
    inFlight: health.inFlight,
    consecutiveFailures: health.consecutiveFailures,
    ...(pause && { pausedBy: pause.by, pausedAtMs: pause.atMs }),
    ...present({
      minimumPriority: configured?.minimumpriority,
      oldestOwedAtMs: ledger?.oldestOwedAtMs,
      latencyP50Ms: latencyQuantileMs(latency, 0.5),
      latencyP99Ms: latencyQuantileMs(latency, 0.99),
      lastDeliveredAtMs: health.lastDeliveredAtMs,
      nextAttemptAtMs: health.nextAttemptAtMs,
      failingSinceMs: health.failingSinceMs,
      lastError: lastError && errorView(lastError),
      destination: configured && destination(configured, effective, testAlert),
    }),
  };
}

function errorView({ message, atMs, status, answer }: LastError): NonNullable<Output['lastError']> {
  return { message, atMs, ...present({ status, answer }) };
}

/** Where messages go: of a request its URL as it may be shown, else what the options name. */
function destination(
  { output, secrets }: DeliveryOutput,
  effective: Readonly<Record<string, unknown>>,
  alert: Alert,
): string | undefined {
  const named = ['hostport', 'address', 'host', 'path'].map((name) => effective[name]);
  const text = requestUrl(output, alert) ?? named.find((value) => typeof value === 'string' && value !== '');
  if (typeof text !== 'string') return undefined;
  const bare = text.replace(/^[a-z+]+:\/\/(?:[^/?#@]*@)?/i, '').replace(/[?#].*$/, '');
  return secrets.reduce((shown, secret) => shown.replaceAll(secret.reveal() || '\0', '…'), bare);
}

function requestUrl(output: DeliveryOutput['output'], alert: Alert): string | undefined {
  try {
    const encoded = output.encode([alert]);
    return isHttpRequest(encoded) ? String(encoded.url) : undefined;
  } catch {
    return undefined;
  }
}

type Present<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/** Without what is not there. */
export function present<Values extends object>(values: Values): Present<Values>;
export function present(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
