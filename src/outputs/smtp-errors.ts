import { z } from 'zod';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

interface Refusal {
  /** Of the client: `EAUTH`, `ETLS`, `EMESSAGE` and so on. */
  readonly code: string;
  /** Of the system, where there is one. */
  readonly systemCode: string | undefined;
  /** What the client said. */
  readonly command: string;
  readonly status: number;
  readonly answer: string;
  readonly message: string;
}

/** Providers refuse for good what they would take tomorrow. */
const quota = /\b5\.4\.5\b|\b5\.7\.232\b|quota|rate limit|limit exceeded|too many/i;

/** An error of the client as one of ours. See https://www.rfc-editor.org/rfc/rfc5321#section-4.2. */
export function smtpError(error: unknown, address: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { code, systemCode, command, status, answer, message } = refusalOf(error);
  const said = `The mail server answered: ${answer}`;
  if (code === 'ETLS' && status > 0) return new MisconfiguredError(`${said}: it offers no STARTTLS, set tls to false`);
  if (code === 'ETLS') {
    return new MisconfiguredError(`${message}: check the certificate of the mail server, or set tlsclient.cacertfile`);
  }
  if (code === 'EMESSAGE' && status === 0) return new RejectedError(message);
  if (status < 500)
    return status === 0 ? socketError(new Error(systemCode ?? message), address) : new DeliveryError(said);
  if (code === 'EAUTH') return new MisconfiguredError(`${said}: check authmechanism, user, password and token`);
  if (quota.test(answer)) return new MisconfiguredError(`${said}: ask for a higher limit, or set digest`);
  if (command === 'RCPT TO') return new MisconfiguredError(`${said}: check the addresses in to, and whether to log in`);
  if (command === 'MAIL FROM' && status !== 552) {
    return new MisconfiguredError(`${said}: check the address in from, and whether to log in`);
  }
  return new RejectedError(said, { answer });
}

/** What the client puts on its errors. */
const known = z.object({
  message: z.string(),
  code: z.string().catch(''),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().catch(''),
  response: z.string().catch(''),
});

function refusalOf(error: unknown): Refusal {
  const read = known.safeParse(error);
  const { message, code, originalCode, command, response } = read.data ?? { ...nothing, message: String(error) };
  const status = Number(/^\d{3}/.exec(response)?.[0] ?? 0);
  return { code, systemCode: originalCode, command, status, answer: response, message };
}

const nothing = { code: '', originalCode: undefined, command: '', response: '' };
