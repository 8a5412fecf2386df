import { z } from 'zod';
import type { Clock } from '#kit/clock.ts';
import type { Secret } from '#kit/secret.ts';
import type { Documents } from '#journal/documents.ts';
import { AccountError } from './account-error.ts';
import type { Passwords } from './passwords.ts';
import { Records } from './records.ts';
import type { Role } from './role.ts';
import { isSameSecret } from './secret-text.ts';

/** Somebody who can log in. */
export interface User {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAtMs: number;
  readonly lastSeenMs: number | null;
  readonly isDisabled: boolean;
  /** From the configuration, and changed there. */
  readonly isFixed: boolean;
}

/** Somebody whom the configuration lets in, as an admin. */
export interface FixedUser {
  readonly login: string;
  readonly password: Secret;
}

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly password?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

const storedUser = z.object({
  login: z.string(),
  name: z.string(),
  role: z.enum(['viewer', 'responder', 'admin']),
  password: z.string(),
  createdAtMs: z.number(),
  lastSeenMs: z.number().nullable(),
  isDisabled: z.boolean(),
});
type StoredUser = z.output<typeof storedUser>;

const minPasswordLength = 8;

/** The people, those of the configuration among them. Logins are the same in any case. */
export class Users {
  readonly #records: Records<StoredUser>;
  readonly #fixed: ReadonlyMap<string, FixedUser>;
  readonly #passwords: Passwords;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #startedAtMs: number;

  static async open(
    documents: Documents,
    fixed: readonly FixedUser[],
    passwords: Passwords,
    clock: Pick<Clock, 'now'>,
  ): Promise<Users> {
    return new Users(await Records.open(documents, 'user', storedUser), fixed, passwords, clock);
  }

  private constructor(
    records: Records<StoredUser>,
    fixed: readonly FixedUser[],
    passwords: Passwords,
    clock: Pick<Clock, 'now'>,
  ) {
    this.#records = records;
    this.#fixed = new Map(fixed.map((user) => [idOf(user.login), user]));
    this.#passwords = passwords;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
  }

  get areNone(): boolean {
    return this.#records.size + this.#fixed.size === 0;
  }

  list(): readonly User[] {
    const stored = this.#records.entries().filter(([id]) => !this.#fixed.has(id));
    const users = [
      ...[...this.#fixed.values()].map((user) => this.#fixedUser(user)),
      ...stored.map(([, it]) => shown(it)),
    ];
    return users.toSorted((a, b) => a.login.localeCompare(b.login, 'en'));
  }

  find(login: string): User | undefined {
    const fixed = this.#fixed.get(idOf(login));
    if (fixed) return this.#fixedUser(fixed);
    const stored = this.#records.get(idOf(login));
    return stored && shown(stored);
  }

  /** Whoever it is, in about the same time whether there is such a login or not. */
  async verify(login: string, password: string): Promise<User | undefined> {
    const id = idOf(login);
    const fixed = this.#fixed.get(id);
    const stored = fixed ? undefined : this.#records.get(id);
    const fits = await this.#passwords.verify(password, stored?.password);
    if (fixed) return isSameSecret(password, fixed.password.reveal()) ? this.#fixedUser(fixed) : undefined;
    const current = this.#records.get(id);
    if (!fits || !current || current.isDisabled || current.password !== stored?.password) return undefined;
    const renewed = this.#passwords.needsRenewal(current.password) && (await this.#passwords.hash(password));
    const seen = { ...current, lastSeenMs: this.#clock.now(), ...(renewed && { password: renewed }) };
    await this.#records.putSoon(id, seen);
    return shown(seen);
  }

  /** Changes with each password: what was let in by an older one is not let in any more. */
  passwordMark(login: string): string {
    const id = idOf(login);
    return this.#records.get(id)?.password ?? (this.#fixed.has(id) ? 'fixed' : '');
  }

  /** @throws AccountError for a login that is taken or a password that is too short */
  async add({ login, name, role, password }: NewUser): Promise<User> {
    checkLogin(login);
    checkPassword(password, login);
    const hash = await this.#passwords.hash(password);
    if (this.find(login)) throw new AccountError('conflict', `There is a user ${JSON.stringify(login)} already`);
    const user = {
      login,
      name,
      role,
      password: hash,
      createdAtMs: this.#clock.now(),
      lastSeenMs: null,
      isDisabled: false,
    };
    await this.#records.put(idOf(login), user);
    return shown(user);
  }

  /** @throws AccountError where there is no such user, or nobody would be left who may change users */
  async change(login: string, { password, ...change }: UserChange): Promise<User> {
    this.#changeable(login);
    if (password !== undefined) checkPassword(password, login);
    const hash = password === undefined ? undefined : await this.#passwords.hash(password);
    const user = this.#changeable(login);
    const changed = {
      ...user,
      name: change.name ?? user.name,
      role: change.role ?? user.role,
      isDisabled: change.isDisabled ?? user.isDisabled,
      password: hash ?? user.password,
    };
    if (changed.role !== 'admin' || changed.isDisabled) this.#checkNotLastAdmin(login);
    await this.#records.put(idOf(login), changed);
    return shown(changed);
  }

  async remove(login: string): Promise<void> {
    this.#changeable(login);
    this.#checkNotLastAdmin(login);
    await this.#records.remove([idOf(login)]);
  }

  #changeable(login: string): StoredUser {
    if (this.#fixed.has(idOf(login))) {
      throw new AccountError(
        'conflict',
        `The user ${JSON.stringify(login)} is from the configuration: change it there`,
      );
    }
    const user = this.#records.get(idOf(login));
    if (!user) throw new AccountError('missing', `There is no user ${JSON.stringify(login)}`);
    return user;
  }

  #checkNotLastAdmin(login: string): void {
    const others = this.list().filter((user) => idOf(user.login) !== idOf(login));
    const isNeeded = this.find(login)?.role === 'admin' && !this.find(login)?.isDisabled;
    if (!isNeeded || others.some(({ role, isDisabled }) => role === 'admin' && !isDisabled)) return;
    throw new AccountError('conflict', 'Nobody else could change users then: make somebody else an admin first');
  }

  #fixedUser({ login }: FixedUser): User {
    const createdAtMs = this.#startedAtMs;
    return { login, name: '', role: 'admin', createdAtMs, lastSeenMs: null, isDisabled: false, isFixed: true };
  }
}

/** What two spellings of one login have in common. */
export function idOf(login: string): string {
  return login.normalize('NFKC').toLowerCase();
}

function shown(stored: StoredUser): User {
  const { password: _, ...user } = stored;
  return { ...user, isFixed: false };
}

function checkLogin(login: string): void {
  const isPlain = /^[^\p{C}\s:/\\]+$/u.test(login) && login !== '.' && login !== '..';
  if (!isPlain) throw new AccountError('invalid', 'A login is one word, without colon or slash');
}

function checkPassword(password: string, login: string): void {
  if (password.length < minPasswordLength) {
    throw new AccountError('invalid', `The password must have ${minPasswordLength} characters at least`);
  }
  if (idOf(password) === idOf(login)) throw new AccountError('invalid', 'The password must not be the login');
}
