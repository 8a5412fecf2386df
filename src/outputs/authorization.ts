import { Secret } from '#kit/secret.ts';

/** `Authorization` with a scheme of its own: `APIKey …`, `Bearer …`. */
export function authorization(scheme: string, credential: Secret): Secret {
  return new Secret(`${scheme} ${credential.reveal()}`);
}

/** See https://www.rfc-editor.org/rfc/rfc7617. */
export function basicAuthorization(user: string, password: Secret): Secret {
  return new Secret(`Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`);
}
