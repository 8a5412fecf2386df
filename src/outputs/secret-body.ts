import { escapeHtml } from '#kit/json-write.ts';
import type { Secret } from '#kit/secret.ts';
import type { HttpBody } from './output.ts';

/** The credentials that some services want in the body; they come before the rest, and are printed hidden. */
type Secrets = Readonly<Record<string, Secret>>;

/** JSON, as Go's encoder writes it. */
export function secretJson(secrets: Secrets, rest: object): HttpBody {
  return {
    bytes: Buffer.from(escapeHtml(JSON.stringify({ ...revealed(secrets), ...rest }))),
    type: 'application/json',
    shown: () => JSON.stringify({ ...secrets, ...rest }),
  };
}

/** The fields of a form; printed one a line, as they are. */
export function secretForm(secrets: Secrets, rest: Readonly<Record<string, string | number>>): HttpBody {
  const pair = ([name, value]: [string, unknown]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`;
  const lines = Object.entries({ ...secrets, ...rest }).map(([name, value]) => `${name}=${String(value)}`);
  return {
    bytes: Buffer.from(
      Object.entries({ ...revealed(secrets), ...rest })
        .map(pair)
        .join('&'),
    ),
    type: 'application/x-www-form-urlencoded',
    shown: () => lines.join('\n'),
  };
}

function revealed(secrets: Secrets): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}
