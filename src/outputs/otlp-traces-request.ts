import { createHash } from 'node:crypto';
import type { Alert } from '#alert/alert.ts';
import { stringField, textFields } from '#alert/fields.ts';
import { cutToBytes } from '#alert/truncate.ts';
import { alertLink } from './alert-link.ts';
import { fnv128a } from './fnv128a.ts';
import { alertAttributes, unixNano } from './otlp-alert.ts';
import { cutText, keyValues } from './otlp-attributes.ts';
import { exportRequest } from './otlp-resource.ts';
import type { Installation } from './output.ts';
import { count, fixed64, identifier, messages, text, type Message } from './protobuf.ts';

export interface SpanSettings {
  readonly durationMs: number;
  /** Of the resource. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * An `ExportTraceServiceRequest` with a span for each alert.
 * See https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
 */
export function tracesRequest(
  alerts: readonly Alert[],
  installation: Installation,
  { durationMs, attributes }: SpanSettings,
): Message {
  const spans = alerts.map((alert) => span(alert, installation, durationMs));
  return exportRequest(
    'Spans',
    { version: 'v0.1.0', attributes },
    { name: 'falco-event', items: messages('spans', 2, spans) },
  );
}

/**
 * Alerts of one pod, or else one container or one node, are one trace. Falcosidekick hashes the same three, and drops an alert
 * that has none of them: here, they are followed by the host that Falco itself names, and the alert alone.
 */
export function traceId(alert: Alert): Uint8Array {
  const [namespace, pod] = [stringField(alert, 'k8s.ns.name'), stringField(alert, 'k8s.pod.name')];
  const container = stringField(alert, 'container.id');
  const places = [
    namespace !== '' && pod !== '' ? `${namespace}:${pod}` : '',
    container === 'host' ? '' : container,
    stringField(alert, 'evt.hostname'),
    alert.hostname,
  ];
  return fnv128a(Buffer.from(cutToBytes(places.find((place) => place !== '') ?? alert.uuid, maxPlaceBytes)));
}

/** No name of a place is longer, and a hash takes time. */
const maxPlaceBytes = 4096;

/** The same for the same alert, so that one that was sent twice is one span. */
function spanId({ uuid }: Alert): Uint8Array {
  return createHash('sha256').update(uuid).digest().subarray(0, 8);
}

function span(alert: Alert, installation: Installation, durationMs: number): Message {
  const { uuid, source, priority, rule, hostname, tags } = alert;
  const facts = { uuid, source, priority, rule, hostname, tags };
  const { kept, dropped } = alertAttributes(facts, textFields(alert), alertLink(alert, installation));
  const start = unixNano(alert);
  return [
    identifier('traceId', 1, traceId(alert)),
    identifier('spanId', 2, spanId(alert)),
    text('name', 5, cutText(rule)),
    count('kind', 6, serverKind),
    fixed64('startTimeUnixNano', 7, start),
    fixed64('endTimeUnixNano', 8, unixNano(alert, durationMs)),
    messages('attributes', 9, keyValues(kept)),
    ...(dropped > 0 ? [count('droppedAttributesCount', 10, dropped)] : []),
    messages('events', 11, [[fixed64('timeUnixNano', 1, start), text('name', 2, cutText(alert.output))]]),
  ];
}

/** `SPAN_KIND_SERVER`. */
const serverKind = 2;
