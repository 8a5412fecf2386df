import { z } from 'zod';
import { defineHttpOutput } from './define.ts';
import { checkOtlpAnswer, explainOtlp } from './otlp-answer.ts';
import { otlpBatch, otlpClient } from './otlp-client.ts';
import { logsRequest } from './otlp-logs-request.ts';
import { otlpOptions } from './otlp-options.ts';
import { otlpRequest, resourceAttributes } from './otlp-request.ts';

export const otlpLogs = defineHttpOutput({
  id: 'otlp.logs',
  about: {
    title: 'OpenTelemetry logs',
    category: 'log',
    website: 'https://opentelemetry.io/docs/specs/otlp/',
    summary: 'sends alerts as log records to an OpenTelemetry Collector, or to whatever else takes OTLP',
    setup:
      'Give the Collector a receiver `otlp` and a pipeline `logs`. It listens on port 4318 for HTTP and on port 4317 for gRPC. ' +
      'What a service asks for, such as a token, goes into `headers`: `api-key=…`.',
    fixes: [
      'The severity follows the priority, from DEBUG to FATAL. Upstream sends INFO for every alert.',
      'The fields of an alert and its `uuid` are attributes, numbers as numbers. Upstream leaves both out. A field that is named like one of the other attributes goes by `output_fields.` and its name.',
      'The time of a record is that of the alert. Upstream has the time of sending there.',
      'An alert is delivered when the receiver says so, refusals of a part of a request included. Upstream counts nothing and loses what is refused.',
      'An endpoint without a path means `/v1/logs`. Upstream posts to `/`, where no receiver listens.',
      '`protocol: http/json`, which upstream documents and takes for `http/protobuf`, is JSON.',
      'An unknown `protocol` is a configuration error. Upstream takes it for `http/protobuf`.',
      'What begins with `https://` is never sent without TLS. Upstream does so with gRPC and `checkcert: false` unless `tls` is on.',
    ],
  },
  options: z.strictObject(otlpOptions),
  examples: {
    minimal: { endpoint: 'http://otel-collector:4318' },
    'to a collector on the same machine, by gRPC': { endpoint: 'http://localhost:4317', protocol: 'grpc' },
    'JSON, compressed, with TLS and a path of its own': {
      endpoint: 'https://otlp.example.com/ingest/logs',
      protocol: 'http/json',
      compression: 'gzip',
      extraenvvars: { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=production,k8s.cluster.name=eu-1' },
    },
  },
  batch: otlpBatch,
  batchRequest: (alerts, options, installation) =>
    otlpRequest('logs', logsRequest(alerts, installation, resourceAttributes(options)), options),
  client: otlpClient,
  check: checkOtlpAnswer,
  explain: explainOtlp,
});
