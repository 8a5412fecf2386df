import type { Secret } from '#kit/secret.ts';
import { AccountError } from '#accounts/account-error.ts';
import type { Accounts } from '#accounts/accounts.ts';
import { isSameSecret } from '#accounts/secret-text.ts';
import type { Session } from '#accounts/sessions.ts';
import type { Caller } from './caller.ts';
import { isLoopbackHost, isThisMachine, type Visitor } from './visitor.ts';

/** Who gets in, and how. */
export interface AccessRules {
  readonly accounts: Accounts;
  /** `none`: whoever reaches the port is an admin. `anyone` says it once more, for a port that others reach. */
  readonly auth: 'local' | 'none' | 'anyone';
  /** The API token of the configuration, an admin's. */
  readonly token: Secret | undefined;
  /** May only post alerts. */
  readonly ingestToken: Secret | undefined;
  /** Without it, whoever posts alerts needs a token, too. */
  readonly isIngestOpen: boolean;
  /** Lies in a file that only who runs Tiercel can read. */
  readonly localKey: { readonly secret: Secret; readonly file: string } | undefined;
  /** Host and port of `console.url`. */
  readonly publicHost: string | undefined;
}

export interface Refusal {
  readonly status: 401 | 403 | 503;
  readonly reason: string;
  readonly retryAfterMs?: number | undefined;
}

export type Access =
  | { readonly caller: Caller; readonly session: Session | undefined; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly caller?: never; readonly session?: never };

type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly login: string; readonly password: string };

/** Who a visitor is, by what they present; see docs/decisions/003-who-may-use-the-api.md. */
export async function accessOf(visitor: Visitor, rules: AccessRules): Promise<Access> {
  if (visitor.changesSomething && visitor.isCrossOrigin) {
    return refused(403, 'A page of another origin may not change anything here');
  }
  const credentials = credentialsOf(visitor.authorization);
  if (credentials) return byCredentials(credentials, visitor, rules);
  if (visitor.authorization !== undefined) return refused(401, 'Send "Authorization: Bearer …" with an API token');
  return bySession(visitor, rules) ?? withoutCredentials(visitor, rules);
}

/** Whether a visitor may post alerts. */
export async function mayIngest(visitor: Visitor, rules: AccessRules): Promise<boolean> {
  if (visitor.isCrossOrigin) return false;
  if (rules.isIngestOpen) return true;
  const credentials = credentialsOf(visitor.authorization);
  if (!credentials) return withoutCredentials(visitor, rules).caller !== undefined;
  const secret = credentials.kind === 'bearer' ? credentials.token : credentials.password;
  if (rules.ingestToken && isSameSecret(secret, rules.ingestToken.reveal())) return true;
  if (rules.accounts.tokens.find(secret)?.scope === 'ingest') return true;
  const { caller } = await byCredentials(credentials, visitor, rules);
  return caller !== undefined && caller.role !== 'viewer';
}

async function byCredentials(credentials: Credentials, visitor: Visitor, rules: AccessRules): Promise<Access> {
  if (credentials.kind === 'bearer') return byToken(credentials.token, rules) ?? refused(401, unknownToken(rules));
  const byPassword = byToken(credentials.password, rules);
  if (byPassword) return byPassword;
  try {
    const user = await rules.accounts.check(credentials.login, credentials.password, visitor.address);
    return { caller: { login: user.login, role: user.role, kind: 'token' }, session: undefined };
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    const { kind, message, retryAfterMs } = error;
    return { refusal: { status: kind === 'busy' ? 503 : 401, reason: message, retryAfterMs } };
  }
}

function byToken(text: string, { token, localKey, accounts }: AccessRules): Access | undefined {
  const admin = (login: string, kind: Caller['kind']) =>
    ({ caller: { login, role: 'admin', kind }, session: undefined }) as const;
  if (token && isSameSecret(text, token.reveal())) return admin('console.token', 'token');
  if (localKey && isSameSecret(text, localKey.secret.reveal())) return admin('local', 'local');
  const found = accounts.tokens.find(text);
  if (!found) return undefined;
  if (found.scope === 'ingest') return refused(403, 'This token may only post alerts');
  return { caller: { login: found.name, role: found.role, kind: 'token' }, session: undefined };
}

function bySession(visitor: Visitor, { accounts, auth }: AccessRules): Access | undefined {
  if (auth !== 'local' || visitor.session === undefined) return undefined;
  const session = accounts.sessions.find(visitor.session);
  const user = session && accounts.users.find(session.login);
  if (!session || !user || user.isDisabled) return undefined;
  if (visitor.changesSomething && !isSameSecret(visitor.csrf ?? '', session.csrf)) {
    return refused(403, 'The page is older than your login: reload it');
  }
  return { caller: { login: user.login, role: user.role, kind: 'session' }, session };
}

function withoutCredentials(visitor: Visitor, { accounts, auth, token, publicHost }: AccessRules): Access {
  const isOurName = isLoopbackHost(visitor.host) || (publicHost !== undefined && visitor.host === publicHost);
  if (auth === 'anyone' || (auth === 'none' && isOurName)) return localAdmin('anyone');
  if (auth === 'none') {
    return refused(403, 'Open the console by its address, or set "console.url" to the name it is reached by');
  }
  const hasAccounts = !accounts.users.areNone || !accounts.tokens.areNone || token !== undefined;
  if (hasAccounts)
    return refused(401, 'Log in, or send "Authorization: Bearer …" with "console.token" or an API token');
  if (isThisMachine(visitor)) return localAdmin('local');
  return refused(
    403,
    'Without an account and without "console.token" the API answers programs on this machine only. Open the link that was printed at the start',
  );
}

function localAdmin(login: string): Access {
  return { caller: { login, role: 'admin', kind: 'local' }, session: undefined };
}

function refused(status: Refusal['status'], reason: string): Access {
  return { refusal: { status, reason } };
}

function unknownToken({ token }: AccessRules): string {
  return token
    ? 'Send "Authorization: Bearer <console.token>", or an API token that is in force'
    : 'There is no such API token, or not any more';
}

/** See https://www.rfc-editor.org/rfc/rfc7617. A password may contain colons. */
function credentialsOf(authorization: string | undefined): Credentials | undefined {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return { kind: 'bearer', token: value };
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { kind: 'basic', login: text.slice(0, colon), password: text.slice(colon + 1) };
}
