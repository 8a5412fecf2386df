import { Secret } from '#kit/secret.ts';
import type { RequestUrl } from '#kit/url.ts';
import { compactJson } from './compact-json.ts';
import { endpoint as endpointUrl } from './endpoint.ts';
import type { OtlpOptions } from './otlp-options.ts';
import { readPairs } from './otlp-pairs.ts';
import type { HttpBody, HttpRequest } from './output.ts';
import { toBytes, toJson, type Message } from './protobuf.ts';

export type Signal = 'logs' | 'metrics' | 'traces';

type Headers = Readonly<Record<string, Secret>>;

const services: Readonly<Record<Signal, string>> = {
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
};

/**
 * A request of OTLP. With gRPC, whose calls are requests as well, the body is the message without its frame, which
 * `grpc-transport.ts` puts around it. See https://opentelemetry.io/docs/specs/otlp/.
 */
export function otlpRequest(signal: Signal, message: Message, options: OtlpOptions, more: Headers = {}): HttpRequest {
  return {
    url: urlOf(options, signal),
    headers: { ...headersOf(options, signal), ...more },
    body: bodyOf(message, options),
    gzip: compressionOf(options, signal) === 'gzip',
  };
}

/** What the operator wants to be said of who reports. */
export function resourceAttributes({ extraenvvars }: OtlpOptions): Readonly<Record<string, string>> {
  return readPairs(extraenvvars['OTEL_RESOURCE_ATTRIBUTES']?.reveal() ?? '').pairs;
}

function bodyOf(message: Message, { protocol }: OtlpOptions): HttpBody {
  if (protocol === 'http/json') return { text: JSON.stringify(toJson(message)), type: 'application/json' };
  const type = protocol === 'grpc' ? 'application/grpc' : 'application/x-protobuf';
  return { bytes: toBytes(message), type, shown: () => compactJson(toJson(message)) };
}

function urlOf({ endpoint, protocol, tls }: OtlpOptions, signal: Signal): RequestUrl {
  const base = changed(endpoint, (text) => (tls ? text.replace(/^http:/i, 'https:') : text));
  if (protocol === 'grpc') return endpointUrl(changed(base, withoutPath), `/${services[signal]}/Export`);
  return endpointUrl(base, hasPath(base) ? '' : `/v1/${signal}`);
}

function changed(text: string | Secret, change: (text: string) => string): string | Secret {
  return text instanceof Secret ? new Secret(change(text.reveal())) : change(text);
}

function withoutPath(text: string): string {
  return text.replace(/^(\w+:\/\/[^/?#]*).*$/s, '$1');
}

function hasPath(base: string | Secret): boolean {
  const text = base instanceof Secret ? base.reveal() : base;
  return withoutPath(text) !== text;
}

/** A variable for one signal goes before the one for all, and both before the option. */
function headersOf({ headers, extraenvvars }: OtlpOptions, signal: Signal): Headers {
  const variable = variableOf(extraenvvars, 'HEADERS', signal);
  if (variable === undefined) return headers;
  return Object.fromEntries(
    Object.entries(readPairs(variable).pairs).map(([name, value]) => [name, new Secret(value)]),
  );
}

function compressionOf({ compression, extraenvvars }: OtlpOptions, signal: Signal): string {
  return variableOf(extraenvvars, 'COMPRESSION', signal) ?? compression;
}

function variableOf(variables: Headers, name: string, signal: Signal): string | undefined {
  const own = variables[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`];
  return (own ?? variables[`OTEL_EXPORTER_OTLP_${name}`])?.reveal();
}
