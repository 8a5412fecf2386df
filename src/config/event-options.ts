import { z } from 'zod';
import { byteSize, secret } from '#outputs/options.ts';

function pointer(description: string) {
  return z
    .string()
    .default('')
    .refine((text) => text === '' || text.startsWith('/'), 'It must be a JSON pointer such as /detail/time.')
    .describe(description);
}

/** Events of other sources than Falco and Kubernetes, which rules are evaluated on. */
export const eventOptions = z.strictObject({
  token: secret(
    'What senders to `/events/` must show: as `Authorization: Bearer …`, bare, as a password, or as `?token=…` in the URL. Without it everybody who reaches the port may send. GitHub need not where it signs.',
  ).optional(),
  maxbody: byteSize(
    'Largest body of events, also once it is decompressed. A larger one is answered by 413; nothing is larger than `source.maxbody`.',
    '12MiB',
  ),
  maxevent: byteSize(
    'Largest event that rules are evaluated on. A larger one is counted and left out; its neighbours are not.',
    '256KiB',
  ),
  github: z
    .strictObject({
      webhooksecret: secret(
        "The secret of GitHub's webhook: what comes to `/events/github` must then be signed with it.",
      ).optional(),
    })
    .prefault({}),
  okta: z
    .strictObject({
      organization: z.string().default('').describe('The field `okta.org`, which no event of Okta tells.'),
    })
    .prefault({}),
  json: z
    .strictObject({
      records: pointer(
        'Where the events are in what comes to `/events/json`, as a JSON pointer. Empty: each body, or item of a list, is one.',
      ),
      time: pointer(
        'Where such an event has its time, as a JSON pointer to RFC 3339. Empty, or without one: when it came.',
      ),
    })
    .prefault({}),
});
