import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { AccountError } from './account-error.ts';

/** What one guess costs: 2^`costExponent` × 1024 bytes of memory with a block size of 8. */
export interface PasswordCost {
  readonly costExponent: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** See https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html. */
export const defaultCost: PasswordCost = { costExponent: 17, blockSize: 8, parallelization: 1 };

const saltBytes = 16;
const hashBytes = 32;
/** Each takes 128 MiB and a third of a second: who comes when so many wait is sent away. */
const maxWaiting = 20;
const stored =
  /^scrypt\$(?<exponent>\d{1,2})\$(?<block>\d{1,2})\$(?<parallel>\d{1,2})\$(?<salt>[\w-]+)\$(?<hash>[\w-]+)$/;

interface PasswordHash {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/**
 * Passwords as they are kept: `scrypt$17$8$1$salt$hash`, so that the costs can grow. They are computed in Node's pool of
 * threads, one at a time: neither memory nor the threads that write alerts are taken by who tries passwords.
 */
export class Passwords {
  readonly #cost: PasswordCost;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(cost: PasswordCost = defaultCost) {
    this.#cost = cost;
  }

  async hash(password: string): Promise<string> {
    const { costExponent, blockSize, parallelization } = this.#cost;
    const salt = randomBytes(saltBytes);
    const hash = await this.#derive(password, salt, this.#cost);
    const parts = [costExponent, blockSize, parallelization, salt.toString('base64url'), hash.toString('base64url')];
    return `scrypt$${parts.join('$')}`;
  }

  /** Takes as long for `undefined`, which no password fits: so nobody learns which accounts there are. */
  async verify(password: string, kept: string | undefined): Promise<boolean> {
    const known = kept === undefined ? undefined : read(kept);
    const { cost, salt, hash } = known ?? { cost: this.#cost, salt: randomBytes(saltBytes), hash: undefined };
    const derived = await this.#derive(password, salt, cost);
    return hash !== undefined && hash.length === derived.length && timingSafeEqual(derived, hash);
  }

  /** Whether it was made at another cost than now. */
  needsRenewal(kept: string): boolean {
    const cost = read(kept)?.cost;
    return cost?.costExponent !== this.#cost.costExponent || cost.blockSize !== this.#cost.blockSize;
  }

  async #derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
    if (this.#waiting >= maxWaiting) {
      throw new AccountError('busy', 'Too many people are logging in at once. Try again in a moment', 2000);
    }
    this.#waiting++;
    const turn = this.#last.then(() => derive(password, salt, cost)).finally(() => this.#waiting--);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const { costExponent, blockSize, parallelization } = cost;
  const N = 2 ** costExponent;
  const options: ScryptOptions = { N, r: blockSize, p: parallelization, maxmem: 256 * N * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function read(kept: string): PasswordHash | undefined {
  const groups = stored.exec(kept)?.groups;
  if (!groups) return undefined;
  return {
    cost: {
      costExponent: Number(groups['exponent']),
      blockSize: Number(groups['block']),
      parallelization: Number(groups['parallel']),
    },
    salt: Buffer.from(groups['salt'] ?? '', 'base64url'),
    hash: Buffer.from(groups['hash'] ?? '', 'base64url'),
  };
}
