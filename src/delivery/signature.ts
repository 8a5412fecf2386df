import { createHmac } from 'node:crypto';
import { MisconfiguredError } from '#outputs/errors.ts';
import type { Signature } from '#outputs/output.ts';

/**
 * The headers of Standard Webhooks: the receiver refuses what was changed, and what is older than it allows. What is signed
 * is the body before it is compressed.
 * See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md.
 * @throws MisconfiguredError where the secret is none
 */
export function signatureHeaders(
  { id, secret }: Signature,
  body: string | Uint8Array,
  nowMs: number,
): readonly (readonly [name: string, value: string])[] {
  const timestamp = String(Math.floor(nowMs / 1000));
  const code = createHmac('sha256', keyOf(secret.reveal())).update(`${id}.${timestamp}.`).update(body);
  return [
    ['webhook-id', id],
    ['webhook-timestamp', timestamp],
    ['webhook-signature', `v1,${code.digest('base64')}`],
  ];
}

function keyOf(secret: string): Buffer {
  const text = secret.replace(/^whsec_/, '');
  const key = Buffer.from(text, 'base64');
  if (key.length === 0 || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    throw new MisconfiguredError('The secret for signing is not "whsec_" with a key in base64');
  }
  return key;
}
