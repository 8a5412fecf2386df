import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Documents } from '#journal/documents.ts';
import { Records } from './records.ts';
import { digestOf, newSecretText } from './secret-text.ts';
import { idOf } from './users.ts';

/** A browser that somebody logged in with. */
export interface Session {
  /** Digest of its secret. */
  readonly id: string;
  readonly login: string;
  readonly createdAtMs: number;
  readonly lastSeenMs: number;
  /** What a request that changes something must present: a page elsewhere cannot know it. */
  readonly csrf: string;
}

export interface NewSession extends Session {
  /** For the cookie; not kept. */
  readonly secret: string;
}

export const sessionLimits = { idleMs: 24 * 3_600_000, lifetimeMs: 14 * 86_400_000, maxPerUser: 20 } as const;

/** A session is written down as seen this often at most. */
const seenStepMs = 5 * 60_000;

const storedSession = z.object({ login: z.string(), createdAtMs: z.number(), lastSeenMs: z.number() });
type StoredSession = z.output<typeof storedSession>;

export interface SessionsParts {
  readonly documents: Documents;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/**
 * Sessions, kept by the digest of their secret, so that who reads the store cannot use them. Those of users that the
 * configuration lets in last until the next start: a password that was changed there ends them.
 */
export class Sessions {
  readonly #records: Records<StoredSession>;
  readonly #fleeting = new Map<string, StoredSession>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: Log;

  static async open({ documents, clock, log }: SessionsParts): Promise<Sessions> {
    const sessions = new Sessions(await Records.open(documents, 'session', storedSession), clock, log);
    sessions.#forgetOld();
    return sessions;
  }

  private constructor(records: Records<StoredSession>, clock: Pick<Clock, 'now'>, log: Log) {
    this.#records = records;
    this.#clock = clock;
    this.#log = log;
  }

  start(login: string, isFleeting: boolean): NewSession {
    this.#forgetOld();
    const mine = this.#of(login).toSorted(([, a], [, b]) => b.lastSeenMs - a.lastSeenMs);
    this.end(mine.slice(sessionLimits.maxPerUser - 1).map(([id]) => id));
    const secret = newSecretText();
    const id = digestOf(secret);
    const nowMs = this.#clock.now();
    this.#put(id, { login, createdAtMs: nowMs, lastSeenMs: nowMs }, isFleeting);
    return { id, login, createdAtMs: nowMs, lastSeenMs: nowMs, csrf: csrfOf(secret), secret };
  }

  /** The session of a cookie, unless it ended. */
  find(secret: string): Session | undefined {
    const id = digestOf(secret);
    const found = this.#fleeting.get(id) ?? this.#records.get(id);
    if (!found || this.#isOver(found)) return undefined;
    const nowMs = this.#clock.now();
    if (nowMs - found.lastSeenMs >= seenStepMs) this.#put(id, { ...found, lastSeenMs: nowMs }, this.#fleeting.has(id));
    return { id, ...found, csrf: csrfOf(secret) };
  }

  end(ids: readonly string[]): void {
    for (const id of ids) this.#fleeting.delete(id);
    this.#records.remove(ids).catch((error: unknown) => this.#failed(error));
  }

  /** All of somebody's, but one. */
  endAllOf(login: string, exceptId?: string): void {
    this.end(this.#of(login).flatMap(([id]) => (id === exceptId ? [] : [id])));
  }

  countOf(login: string): number {
    return this.#of(login).length;
  }

  lastSeenMsOf(login: string): number | undefined {
    const times = this.#of(login).map(([, { lastSeenMs }]) => lastSeenMs);
    return times.length > 0 ? Math.max(...times) : undefined;
  }

  #of(login: string): (readonly [string, StoredSession])[] {
    return [...this.#fleeting, ...this.#records.entries()].filter(
      ([, session]) => idOf(session.login) === idOf(login) && !this.#isOver(session),
    );
  }

  #isOver({ createdAtMs, lastSeenMs }: StoredSession): boolean {
    const nowMs = this.#clock.now();
    return nowMs - lastSeenMs > sessionLimits.idleMs || nowMs - createdAtMs > sessionLimits.lifetimeMs;
  }

  #forgetOld(): void {
    this.end([...this.#fleeting, ...this.#records.entries()].flatMap(([id, one]) => (this.#isOver(one) ? [id] : [])));
  }

  #put(id: string, session: StoredSession, isFleeting: boolean): void {
    if (isFleeting) this.#fleeting.set(id, session);
    else this.#records.putSoon(id, session).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    this.#log.warn(
      { err: error },
      'Sessions cannot be written down: who is logged in must log in again after a restart',
    );
  }
}

function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('tiercel csrf').digest('base64url');
}
