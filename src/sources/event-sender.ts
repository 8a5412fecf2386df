import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Secret } from '#kit/secret.ts';
import { isSameSecret } from '#accounts/secret-text.ts';
import { errorText } from './answer.ts';
import { Refusal } from './refusal.ts';

/**
 * Those who send events can show a token in different ways only: as a bearer's, bare as Okta and EventBridge do, as a password, or in
 * the URL as Pub/Sub has to.
 * @throws Refusal
 */
export function checkToken(request: IncomingMessage, token: Secret): void {
  const shown = shownTokens(request);
  if (shown.some((text) => isSameSecret(text, token.reveal()))) return;
  const what = shown.length === 0 ? 'shows no token' : 'shows another token';
  throw notAllowed(`The sender ${what}: send "events.token" as "Authorization: Bearer …", or behind "?token="`);
}

function shownTokens({ headers, url = '' }: IncomingMessage): readonly string[] {
  const { authorization } = headers;
  const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  const inUrl = new URLSearchParams(query).get('token');
  return [...(authorization === undefined ? [] : inHeader(authorization)), ...(inUrl === null ? [] : [inUrl])];
}

function inHeader(authorization: string): readonly string[] {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme === '') return [authorization];
  if (scheme.toLowerCase() === 'bearer') return [value];
  const pair = Buffer.from(value, 'base64').toString();
  return [pair.slice(pair.indexOf(':') + 1)];
}

/**
 * GitHub signs the bytes of a body with the secret that its webhook was given.
 * @throws Refusal
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function checkSignature({ headers }: IncomingMessage, body: Buffer, secret: Secret): void {
  const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(String(headers['x-hub-signature-256'] ?? '')) ?? [];
  if (hex === undefined) {
    throw notAllowed('GitHub has not signed the body: give its webhook the secret of "events.github.webhooksecret"');
  }
  const expected = createHmac('sha256', secret.reveal()).update(body).digest();
  if (timingSafeEqual(Buffer.from(hex, 'hex'), expected)) return;
  throw notAllowed(
    'The signature is not that of the body: GitHub\'s webhook has another secret than "events.github.webhooksecret"',
  );
}

function notAllowed(text: string): Refusal {
  return new Refusal('unauthorized', text, errorText(401, text));
}
