import { z } from 'zod';
import { otlpOptions } from '#outputs/otlp-options.ts';
import { duration } from '#outputs/options.ts';

/** `otlp.metrics`, which is no output of alerts: it says how Tiercel itself fares. */
export const otlpMetricsOptions = z.strictObject({
  ...otlpOptions,
  endpoint: otlpOptions.endpoint
    .optional()
    .describe(
      'The URL to push metrics to, such as http://otel-collector:4318; none are pushed without it. A path is used as it is; without one it is `/v1/metrics`. With gRPC only scheme, host and port count.',
    ),
  interval: duration('How often metrics are pushed. A bare number is in milliseconds.', '60s', 'ms').refine(
    (ms) => ms >= 1000,
    'It must be at least 1s.',
  ),
  timeout: duration('How long one push may take. A bare number is in milliseconds.', '10s', 'ms').refine(
    (ms) => ms > 0,
    'It must be more than nothing, such as 10s.',
  ),
  extraattributes: z
    .array(z.string())
    .default([])
    .describe(
      'Fields of alerts that become attributes of `falcosecurity_falco_rules_matches_total`, besides the custom fields.',
    ),
  checkcert: z.boolean().default(true).describe('Whether the certificate of the other side is checked.'),
  mutualtls: z
    .boolean()
    .default(false)
    .describe('Shows a client certificate: that of `mutualtlsclient`, or the one in `mutualtlsfilespath`.'),
});

export type OtlpMetricsOptions = z.output<typeof otlpMetricsOptions>;
