import type { Secret } from '#kit/secret.ts';

export const mechanisms = ['plain', 'login', 'xoauth2', 'oauthbearer', 'external', 'anonymous', 'none'] as const;
export type Mechanism = (typeof mechanisms)[number];

export interface LoginSettings {
  readonly host: string;
  readonly port: number;
  readonly authmechanism: Mechanism;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly token?: Secret | undefined;
  readonly identity: string;
  readonly trace: string;
}

/** What the client says in a login, in turn; base64 and all. */
export interface Login {
  readonly mechanism: string;
  /** Sent with the command itself, where the mechanism allows it. */
  readonly initial?: string;
  readonly answers: readonly string[];
}

/** See https://www.rfc-editor.org/rfc/rfc4954; `undefined` where nobody logs in. */
export function loginOf(settings: LoginSettings): Login | undefined {
  const { authmechanism, user, identity, trace } = settings;
  const [password, token] = [settings.password?.reveal() ?? '', settings.token?.reveal() ?? ''];
  switch (authmechanism) {
    case 'plain':
      return user === '' ? undefined : login('PLAIN', `${identity}\0${user}\0${password}`);
    case 'login':
      return { mechanism: 'LOGIN', answers: [base64(user), base64(password)] };
    case 'xoauth2':
      return login('XOAUTH2', `user=${user}\u0001auth=Bearer ${token}\u0001\u0001`);
    case 'oauthbearer':
      return login('OAUTHBEARER', bearer(settings, token), '\u0001');
    case 'external':
      return login('EXTERNAL', identity);
    case 'anonymous':
      return login('ANONYMOUS', trace);
    case 'none':
      return undefined;
  }
}

function login(mechanism: string, initial: string, ...answers: string[]): Login {
  return { mechanism, initial: initial === '' ? '=' : base64(initial), answers: answers.map(base64) };
}

/** See https://www.rfc-editor.org/rfc/rfc7628#section-3.1. */
function bearer({ user, host, port }: LoginSettings, token: string): string {
  const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return `n,a=${name},\u0001host=${host}\u0001port=${port}\u0001auth=Bearer ${token}\u0001\u0001`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
