import { z } from 'zod';
import { defineHttpOutput } from './define.ts';
import { checkOtlpAnswer, explainOtlp } from './otlp-answer.ts';
import { otlpBatch, otlpClient } from './otlp-client.ts';
import { otlpOptions } from './otlp-options.ts';
import { otlpRequest, resourceAttributes } from './otlp-request.ts';
import { tracesRequest } from './otlp-traces-request.ts';

export const otlpTraces = defineHttpOutput({
  id: 'otlp.traces',
  about: {
    title: 'OpenTelemetry traces',
    category: 'log',
    website: 'https://opentelemetry.io/docs/specs/otlp/',
    summary: 'sends alerts as spans to an OpenTelemetry Collector, Jaeger, Grafana Tempo or whatever else takes OTLP',
    setup:
      'Give the Collector a receiver `otlp` and a pipeline `traces`. Alerts of one pod are one trace; so are those of one container, ' +
      'and of one node, where there is no pod.',
    fixes: [
      'An alert that names no pod, container nor host belongs to the trace of the host that Falco runs on, or to one of its own. Upstream drops it.',
      'The id of a span comes from the `uuid` of the alert, so that an alert that was sent twice is one span. Upstream draws it by lot.',
      'The test alert is sent, so that `POST /test` tells whether this output works.',
      'Which sources of alerts are sent is an option, `sources`; upstream has a fixed choice, which is the default here.',
      'An alert is delivered when the receiver says so, refusals of a part of a request included. Upstream counts nothing and loses what is refused.',
      'An endpoint without a path means `/v1/traces`. Upstream posts to `/`, where no receiver listens.',
      'A field that is named like one of the other attributes goes by `output_fields.` and its name. Upstream overwrites the attribute.',
      '`protocol: http/json`, which upstream documents and takes for `http/protobuf`, is JSON.',
      'Every span is sent at once with others that wait, and waited for: `synced` has no effect.',
      'An unknown `protocol` is a configuration error. Upstream takes it for `http/protobuf`.',
      'What begins with `https://` is never sent without TLS. Upstream does so with gRPC and `checkcert: false` unless `tls` is on.',
    ],
  },
  options: z.strictObject({
    ...otlpOptions,
    duration: z
      .int()
      .min(0)
      .default(1000)
      .describe('How long a span is, in milliseconds. An alert has a time and no duration.'),
    sources: z
      .array(z.string())
      .default(['syscall', 'syscalls'])
      .describe('The sources of the alerts to send. None: those of every source.'),
  }),
  examples: {
    minimal: { endpoint: 'http://tempo:4318/v1/traces' },
    'alerts of every source, spans of a tenth of a second, by gRPC': {
      endpoint: 'http://localhost:4317',
      protocol: 'grpc',
      compression: 'gzip',
      duration: 100,
      sources: [],
    },
  },
  batch: otlpBatch,
  batchRequest: (alerts, options, installation) => {
    const settings = { durationMs: options.duration, attributes: resourceAttributes(options) };
    return otlpRequest('traces', tracesRequest(alerts, installation, settings), options);
  },
  refuses: ({ source }, { sources }) =>
    sources.length === 0 || sources.includes(source)
      ? undefined
      : `the source ${source} is none of ${sources.join(', ')} ("sources")`,
  client: otlpClient,
  check: checkOtlpAnswer,
  explain: explainOtlp,
});
