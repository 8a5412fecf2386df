import { z } from 'zod';
import { duration, priority, secretMap } from './options.ts';
import type { Transport } from './output.ts';

const everyOutput = {
  name: z
    .string()
    .min(1)
    .optional()
    .describe('The name of this output in logs, metrics and the console; the name of its section unless set.'),
  enabled: z
    .boolean()
    .optional()
    .describe('Switches off an output that has all it needs, or switches on one that needs nothing.'),
  minimumpriority: priority(
    'Only alerts of at least this priority are sent: emergency, alert, critical, error, warning, notice, informational ' +
      'or debug. Empty sends every alert.',
    '',
  ),
  timeout: duration(
    'How long one attempt to deliver may take in all. A bare number is in milliseconds.',
    '30s',
    'ms',
  ).refine((ms) => ms > 0, 'It must be more than nothing, such as 30s.'),
};

const socketOutput = {
  ...everyOutput,
  checkcert: z
    .boolean()
    .default(true)
    .describe(
      'Whether the certificate of the other side is checked; without it anybody in between can read the alerts.',
    ),
  mutualtls: z
    .boolean()
    .default(false)
    .describe('Shows a client certificate: that of `mutualtlsclient`, or the one in `mutualtlsfilespath`.'),
};

const httpOutput = {
  ...socketOutput,
  maxconcurrentrequests: z
    .int()
    .min(0)
    .max(65_535)
    .default(1)
    .describe('How many requests may be under way at once; 1 keeps the alerts in order, 0 is unlimited.'),
  customheaders: secretMap('HTTP headers to add to each request, in place of those that the output itself sets.'),
};

/** The options that every output has besides its own, by how its messages travel. */
export const commonOptions = {
  http: z.strictObject(httpOutput),
  socket: z.strictObject(socketOutput),
  local: z.strictObject(everyOutput),
} as const satisfies Record<Transport, z.ZodObject>;
