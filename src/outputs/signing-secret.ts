import { z } from 'zod';
import { Secret } from '#kit/secret.ts';

/**
 * The key of Standard Webhooks: 24 to 64 bytes in base64, after `whsec_`.
 * See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
 */
export function signingSecret() {
  return z
    .string()
    .regex(
      /^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      'It must be "whsec_" and 24 to 64 random bytes in base64: echo whsec_$(openssl rand -base64 32)',
    )
    .transform((text) => new Secret(text))
    .optional()
    .meta({
      description:
        'Signs each request by the rules of Standard Webhooks, with this key of both sides: `whsec_` and 24 to 64 bytes ' +
        'in base64.',
      secret: true,
    });
}
