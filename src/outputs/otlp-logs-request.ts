import type { Alert } from '#alert/alert.ts';
import type { Priority } from '#alert/priority.ts';
import { humanTime } from '#alert/time.ts';
import { alertLink } from './alert-link.ts';
import { alertAttributes, unixNano } from './otlp-alert.ts';
import { cutText, keyValues } from './otlp-attributes.ts';
import { exportRequest } from './otlp-resource.ts';
import type { Installation } from './output.ts';
import { count, fixed64, message, messages, text, type Message } from './protobuf.ts';

/**
 * An `ExportLogsServiceRequest` with a log record for each alert.
 * See https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto.
 */
export function logsRequest(
  alerts: readonly Alert[],
  installation: Installation,
  attributes: Readonly<Record<string, string>>,
): Message {
  const records = alerts.map((alert) => logRecord(alert, installation));
  return exportRequest(
    'Logs',
    { version: 'v0.1.0', attributes },
    { name: 'falco', items: messages('logRecords', 2, records) },
  );
}

function logRecord(alert: Alert, installation: Installation): Message {
  const { priority, source, rule, hostname, uuid } = alert;
  const [time, timestamp] = [unixNano(alert), humanTime(alert.time)];
  const facts = { priority, source, rule, hostname, tags: alert.tags.join(','), timestamp, uuid };
  const fields = Object.entries(alert.outputFields);
  const { kept, dropped } = alertAttributes(facts, fields, alertLink(alert, installation));
  return [
    fixed64('timeUnixNano', 1, time),
    count('severityNumber', 2, severityNumbers[priority]),
    text('severityText', 3, priority),
    message('body', 5, [text('stringValue', 1, cutText(alert.output))]),
    messages('attributes', 6, keyValues(kept)),
    ...(dropped > 0 ? [count('droppedAttributesCount', 7, dropped)] : []),
    fixed64('observedTimeUnixNano', 11, time),
  ];
}

/** As OpenTelemetry maps syslog: https://opentelemetry.io/docs/specs/otel/logs/data-model-appendix/#appendix-b-severitynumber-example-mappings. */
const severityNumbers: Readonly<Record<Priority, number>> = {
  Emergency: 21,
  Alert: 19,
  Critical: 18,
  Error: 17,
  Warning: 13,
  Notice: 10,
  Informational: 9,
  Debug: 5,
};
