import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Documents } from '#journal/documents.ts';
import { AccountError } from './account-error.ts';
import { ApiTokens } from './api-tokens.ts';
import { addressGuesses, GuessLimit, loginGuesses } from './guess-limit.ts';
import { Passwords, type PasswordCost } from './passwords.ts';
import { digestOf, isSameSecret, newSecretText } from './secret-text.ts';
import { Sessions, type NewSession } from './sessions.ts';
import { idOf, Users, type FixedUser, type NewUser, type User } from './users.ts';

export interface AccountsParts {
  readonly documents: Documents;
  readonly fixed: readonly FixedUser[];
  readonly clock: Clock;
  readonly log: Log;
  /** Tests cannot wait for the usual one. */
  readonly cost?: PasswordCost;
}

/** Who logs in with every request need not pay for the hash each time. */
const rememberedMs = 5 * 60_000;
const maxRemembered = 1000;

interface Remembered {
  readonly login: string;
  readonly mark: string;
  readonly untilMs: number;
}

/** Who there is, and how they prove it. */
export class Accounts {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly #clock: Clock;
  readonly #byLogin: GuessLimit;
  readonly #byAddress: GuessLimit;
  readonly #remembered = new Map<string, Remembered>();
  #firstSecret: string | undefined;

  static async open({ documents, fixed, clock, log, cost }: AccountsParts): Promise<Accounts> {
    const [users, sessions, tokens] = await Promise.all([
      Users.open(documents, fixed, new Passwords(cost), clock),
      Sessions.open({ documents, clock, log }),
      ApiTokens.open(documents, clock),
    ]);
    return new Accounts(users, sessions, tokens, clock);
  }

  private constructor(users: Users, sessions: Sessions, tokens: ApiTokens, clock: Clock) {
    this.users = users;
    this.sessions = sessions;
    this.tokens = tokens;
    this.#clock = clock;
    this.#byLogin = new GuessLimit(loginGuesses, clock);
    this.#byAddress = new GuessLimit(addressGuesses, clock);
    this.#firstSecret = users.areNone ? newSecretText() : undefined;
  }

  /** What makes the first user, while there is none. */
  get firstSecret(): string | undefined {
    return this.users.areNone ? this.#firstSecret : undefined;
  }

  /** Makes the first user, an admin. @throws AccountError for a wrong secret, or when somebody was quicker */
  async makeFirst(secret: string, user: Omit<NewUser, 'role'>): Promise<NewSession> {
    const expected = this.firstSecret;
    if (expected === undefined || !isSameSecret(secret, expected)) {
      throw new AccountError('refused', 'This link is used up: log in, or start Tiercel anew for another one');
    }
    this.#firstSecret = undefined;
    try {
      const { login } = await this.users.add({ ...user, role: 'admin' });
      return this.sessions.start(login, false);
    } catch (error) {
      this.#firstSecret = expected;
      throw error;
    }
  }

  /** @throws AccountError for a wrong login or password, and when it is too often */
  async logIn(login: string, password: string, address: string): Promise<NewSession> {
    const user = await this.#verify(login, password, address);
    return this.sessions.start(user.login, user.isFixed);
  }

  /** For clients that send login and password with each request. @throws as `logIn` */
  async check(login: string, password: string, address: string): Promise<User> {
    const key = digestOf(JSON.stringify([login, password]));
    const known = this.#remembered.get(key);
    if (known && known.untilMs > this.#clock.monotonic() && known.mark === this.users.passwordMark(login)) {
      const user = this.users.find(known.login);
      if (user && !user.isDisabled) return user;
    }
    const user = await this.#verify(login, password, address);
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear();
    const untilMs = this.#clock.monotonic() + rememberedMs;
    this.#remembered.set(key, { login: user.login, mark: this.users.passwordMark(login), untilMs });
    return user;
  }

  /** For people who prove that they are still themselves before they change their password. */
  async changePassword(login: string, current: string, password: string, session: string, address: string) {
    await this.#verify(login, current, address);
    await this.users.change(login, { password });
    this.sessions.endAllOf(login, session);
  }

  async #verify(login: string, password: string, address: string): Promise<User> {
    const id = idOf(login);
    const waitMs = Math.max(this.#byLogin.waitMs(id), this.#byAddress.waitMs(address));
    if (waitMs > 0) throw new AccountError('refused', 'Too many attempts. Wait a moment, then try again', waitMs);
    this.#byLogin.count(id);
    this.#byAddress.count(address);
    const user = await this.users.verify(login, password);
    if (!user) throw new AccountError('refused', 'The name or the password is wrong');
    this.#byLogin.forgive(id);
    this.#byAddress.forgive(address);
    return user;
  }
}
