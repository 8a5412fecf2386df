import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import { readPairs } from './otlp-pairs.ts';
import { httpUrl, secretMap } from './options.ts';

/** Options that every signal of OTLP has. */
export const otlpOptions = {
  endpoint: httpUrl(
    'The URL to send to, such as http://otel-collector:4318. A path is used as it is; without one it is that of the signal, such as `/v1/logs`. With gRPC only scheme, host and port count.',
  ),
  protocol: z
    .enum(['http/protobuf', 'http/json', 'grpc'])
    .default('http/protobuf')
    .describe('How to send. `grpc` connects directly, also where HTTP would go through a proxy.'),
  headers: z
    .string()
    .transform((text, context): Readonly<Record<string, Secret>> => {
      const { pairs, unreadable } = readPairs(text);
      for (const position of unreadable) context.addIssue(`Item ${position} is not "name=value".`);
      return Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, new Secret(value)]));
    })
    .prefault('')
    .meta({
      description: 'Headers, or metadata with gRPC, as `name=value,name=value`. Values may be percent-encoded.',
      secret: true,
    }),
  compression: z.enum(['none', 'gzip']).default('none').describe('Whether requests are compressed.'),
  tls: z
    .boolean()
    .default(false)
    .describe('Connects with TLS although the endpoint begins with `http://`; with `https://` it always does.'),
  extraenvvars: secretMap(
    'Variables of OpenTelemetry that go before the options. `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_EXPORTER_OTLP_COMPRESSION` and the latter two with the signal in their names count; others have no effect.',
  ),
};

export type OtlpOptions = z.output<z.ZodObject<typeof otlpOptions>>;
