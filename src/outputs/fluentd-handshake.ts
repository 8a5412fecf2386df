import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '#kit/secret.ts';
import { MisconfiguredError } from './errors.ts';
import { packed } from './msgpack.ts';
import type { Unpacked } from './msgpack-reader.ts';

export interface FluentdCredentials {
  readonly sharedkey: Secret | undefined;
  readonly username: string;
  readonly password: Secret | undefined;
  /** The name by which the client introduces itself. */
  readonly hostname: string;
}

/** What a server greets with, as bytes in latin1. */
interface Greeting {
  readonly nonce: string;
  /** Empty where the server asks for no user. */
  readonly userSalt: string;
}

/**
 * Either side proves that it knows the shared key, and the client its password. See
 * https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1#handshake-messages.
 */
export class FluentdHandshake {
  readonly #credentials: FluentdCredentials;
  readonly #salt: string;
  #nonce = '';

  /** @param salt random text */
  constructor(credentials: FluentdCredentials, salt: string) {
    this.#credentials = credentials;
    this.#salt = salt;
  }

  /** The `PING` that answers a `HELO`. */
  ping(helo: Unpacked): Buffer {
    const { sharedkey, username, password, hostname } = this.#credentials;
    const { nonce, userSalt } = greetingOf(helo);
    if (!sharedkey) throw new MisconfiguredError('The server asks for a shared key: set sharedkey');
    if (userSalt !== '' && !password)
      throw new MisconfiguredError('The server asks for a user: set username and password');
    this.#nonce = nonce;
    const proof = this.#digest(hostname, sharedkey);
    const user = userSalt === '' ? ['', ''] : [username, userDigest(userSalt, username, password)];
    return packed(['PING', hostname, this.#salt, proof, ...user]);
  }

  /** Whether the server took the `PING`, and is who it should be, from its `PONG`. */
  check(pong: Unpacked): void {
    const [type, isTaken, reason, hostname, proof] = Array.isArray(pong) ? pong : [];
    if (type !== 'PONG') throw new MisconfiguredError('The server does not speak the forward protocol of Fluentd');
    if (isTaken !== true) {
      const said = typeof reason === 'string' ? reason.slice(0, 100) : 'no reason given';
      throw new MisconfiguredError(`The server refuses (${said}): check sharedkey, username and password`);
    }
    const { sharedkey } = this.#credentials;
    const expected = sharedkey && this.#digest(typeof hostname === 'string' ? hostname : '', sharedkey);
    if (expected === undefined || typeof proof !== 'string' || !isSame(expected, proof)) {
      throw new MisconfiguredError('The server does not know the shared key: check address and sharedkey');
    }
  }

  #digest(hostname: string, sharedkey: Secret): string {
    return sha512(this.#salt, latin1(hostname), latin1(this.#nonce), sharedkey.reveal());
  }
}

function greetingOf(helo: Unpacked): Greeting {
  const [type, options] = Array.isArray(helo) ? helo : [];
  if (type !== 'HELO' || !(options instanceof Map)) {
    throw new MisconfiguredError('The server does not speak the forward protocol of Fluentd');
  }
  const [nonce, userSalt] = [options.get('nonce'), options.get('auth')];
  return { nonce: typeof nonce === 'string' ? nonce : '', userSalt: typeof userSalt === 'string' ? userSalt : '' };
}

function userDigest(salt: string, username: string, password: Secret | undefined): string {
  return sha512(latin1(salt), username, password?.reveal() ?? '');
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function sha512(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function isSame(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), latin1(actual)];
  return a.length === b.length && timingSafeEqual(a, b);
}
