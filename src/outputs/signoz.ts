import { z } from 'zod';
import { defineHttpOutput } from './define.ts';
import { secret } from './options.ts';
import { checkOtlpAnswer, explainOtlp } from './otlp-answer.ts';
import { otlpBatch, otlpClient } from './otlp-client.ts';
import { logsRequest } from './otlp-logs-request.ts';
import { otlpOptions } from './otlp-options.ts';
import { otlpRequest, resourceAttributes } from './otlp-request.ts';

/** See https://signoz.io/docs/ingestion/signoz-cloud/overview/ and https://signoz.io/docs/ingestion/self-hosted/overview. */
export const signoz = defineHttpOutput({
  id: 'signoz',
  about: {
    title: 'SigNoz',
    category: 'log',
    website: 'https://signoz.io',
    summary: 'sends alerts as log records to SigNoz, its cloud or one of your own',
    setup:
      'In SigNoz Cloud, open **Settings**, **Ingestion** and copy the region and an ingestion key. The endpoint is ' +
      '`https://ingest.<region>.signoz.cloud`, for gRPC too. A SigNoz of your own has no keys; its collector listens on port 4318, ' +
      'for gRPC on port 4317.',
  },
  options: z.strictObject({
    ...otlpOptions,
    ingestionkey: secret('The ingestion key of SigNoz Cloud.').optional(),
  }),
  examples: {
    minimal: { endpoint: 'http://signoz-otel-collector:4318' },
    'SigNoz Cloud': { endpoint: 'https://ingest.eu.signoz.cloud:443', ingestionkey: 'swordfish-ingestion-key' },
  },
  batch: otlpBatch,
  batchRequest: (alerts, options, installation) =>
    otlpRequest('logs', logsRequest(alerts, installation, resourceAttributes(options)), options, {
      ...(options.ingestionkey && { 'signoz-ingestion-key': options.ingestionkey }),
    }),
  client: otlpClient,
  check: checkOtlpAnswer,
  explain: explainOtlp,
});
