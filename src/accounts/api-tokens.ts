import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { Documents } from '#journal/documents.ts';
import { AccountError } from './account-error.ts';
import { Records } from './records.ts';
import type { Role } from './role.ts';
import { digestOf, newSecretText } from './secret-text.ts';

/** What a program presents instead of a person's password. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** `ingest` may only post alerts. */
  readonly scope: 'api' | 'ingest';
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly lastUsedAtMs: number | null;
  readonly expiresAtMs: number | null;
  /** The first characters, to tell one from another. */
  readonly prefix: string;
}

export interface NewApiToken {
  readonly name: string;
  readonly role: Role;
  readonly scope: 'api' | 'ingest';
  readonly expiresInDays: number | undefined;
  readonly createdBy: string;
}

/** How secret scanners and people know one. */
const tokenPrefix = 'tcl_';
const shownLength = 10;
const dayMs = 86_400_000;
/** That a token was used is written down this often at most. */
const usedStepMs = 3_600_000;
const maxTokens = 1000;

const storedToken = z.object({
  name: z.string(),
  role: z.enum(['viewer', 'responder', 'admin']),
  scope: z.enum(['api', 'ingest']),
  digest: z.string(),
  createdAtMs: z.number(),
  createdBy: z.string(),
  lastUsedAtMs: z.number().nullable(),
  expiresAtMs: z.number().nullable(),
  prefix: z.string(),
});
type StoredToken = z.output<typeof storedToken>;

/** Tokens, kept by their digests. */
export class ApiTokens {
  readonly #records: Records<StoredToken>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ids = new Map<string, string>();

  static async open(documents: Documents, clock: Pick<Clock, 'now'>): Promise<ApiTokens> {
    return new ApiTokens(await Records.open(documents, 'api-token', storedToken), clock);
  }

  private constructor(records: Records<StoredToken>, clock: Pick<Clock, 'now'>) {
    this.#records = records;
    this.#clock = clock;
    for (const [id, { digest }] of records.entries()) this.#ids.set(digest, id);
  }

  get areNone(): boolean {
    return this.#records.size === 0;
  }

  list(): readonly ApiToken[] {
    return this.#records
      .entries()
      .map(([id, token]) => shown(id, token))
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  }

  /** The token itself is known to nobody afterwards but to whom it is given. */
  async add({ expiresInDays, ...given }: NewApiToken): Promise<{ readonly token: string; readonly info: ApiToken }> {
    if (this.#records.size >= maxTokens) throw new AccountError('conflict', 'There are too many tokens: revoke some');
    const id = randomBytes(8).toString('hex');
    const token = `${tokenPrefix}${newSecretText()}`;
    const createdAtMs = this.#clock.now();
    const stored = {
      ...given,
      digest: digestOf(token),
      createdAtMs,
      lastUsedAtMs: null,
      expiresAtMs: expiresInDays === undefined ? null : createdAtMs + expiresInDays * dayMs,
      prefix: token.slice(0, shownLength),
    };
    await this.#records.put(id, stored);
    this.#ids.set(stored.digest, id);
    return { token, info: shown(id, stored) };
  }

  /** Revokes it. `undefined` where there is none. */
  async remove(id: string): Promise<ApiToken | undefined> {
    const found = this.#records.get(id);
    if (!found) return undefined;
    this.#ids.delete(found.digest);
    await this.#records.remove([id]);
    return shown(id, found);
  }

  /** What a text stands for, unless it is no token or not any more. */
  find(text: string): ApiToken | undefined {
    const id = text.startsWith(tokenPrefix) ? this.#ids.get(digestOf(text)) : undefined;
    const found = id === undefined ? undefined : this.#records.get(id);
    const nowMs = this.#clock.now();
    if (id === undefined || !found || (found.expiresAtMs !== null && found.expiresAtMs <= nowMs)) return undefined;
    if (nowMs - (found.lastUsedAtMs ?? 0) >= usedStepMs) {
      // Told to people only; where it cannot be written the token works all the same.
      this.#records.putSoon(id, { ...found, lastUsedAtMs: nowMs }).catch(() => {});
    }
    return shown(id, found);
  }
}

function shown(id: string, stored: StoredToken): ApiToken {
  const { digest: _, ...token } = stored;
  return { id, ...token };
}
