import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions, SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { Session } from './define.ts';
import { DeliveryError } from './errors.ts';
import type { MailAddress, MailAddresses } from './mail-address.ts';
import type { Mail } from './mail-message.ts';
import type { ConnectContext, Receipt } from './output.ts';
import { smtpError } from './smtp-errors.ts';
import { loginOf, type Login, type LoginSettings } from './smtp-login.ts';
import { openSocket, type SocketAddress } from './socket.ts';

export interface SmtpSettings extends Omit<LoginSettings, 'host' | 'port'> {
  readonly hostport: SocketAddress;
  readonly tls: boolean;
  readonly implicittls?: boolean | undefined;
}

/** The port where TLS comes first. See https://www.rfc-editor.org/rfc/rfc8314#section-3.3. */
const implicitTlsPort = 465;

/** One connection for one mail after the other. */
export async function openSmtp(settings: SmtpSettings, context: ConnectContext): Promise<Session<Mail>> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const address = settings.hostport;
  const isImplicit = settings.implicittls ?? (settings.tls && address.port === implicitTlsPort);
  const login = loginOf({ ...settings, ...address });
  const connection = new Connection({
    connection: await openSocket(address, isImplicit ? context.tls : undefined, context),
    ...address,
    ...tlsOptions(settings, isImplicit, context),
    ...(login && { customAuth: { [ownMethod]: logInWith(login) } }),
  });
  connection.on('error', (error) => context.lost(smtpError(error, address)));
  connection.on('end', () => context.lost(new Error('The mail server closed the connection')));
  const attempt = attemptsOn(connection, address);
  try {
    await attempt(context.signal, (done) => connection.connect((error) => done(error ?? null, true)));
    if (login) await attempt(context.signal, (done) => connection.login({ method: ownMethod }, done));
  } catch (error) {
    connection.close();
    throw error;
  }
  const deferred = new Map<string, MailAddresses>();
  return {
    send: (mail, signal) => send(connection, mail, { attempt, deferred, lost: context.lost }, signal),
    close: () => quit(connection),
  };
}

/** How long the server may take to say goodbye. */
const goodbyeMs = 1000;

function quit(connection: SmtpConnection): Promise<void> {
  if (connection.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => connection.close(), goodbyeMs);
    connection.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    connection.quit();
  });
}

function tlsOptions({ tls }: SmtpSettings, isImplicit: boolean, context: ConnectContext): SMTPConnectionOptions {
  if (isImplicit) return { secure: true, secured: true };
  const mustUpgrade = tls || context.mutualtls === true;
  return { secure: false, tls: context.tls, requireTLS: mustUpgrade, ignoreTLS: !mustUpgrade };
}

/** Of any other name, the client has ideas of its own. */
const ownMethod = 'TIERCEL';

/** A server that asks more often than this has nothing in mind. */
const maxQuestions = 4;

function logInWith({ mechanism, initial, answers }: Login) {
  return async ({ sendCommand }: { sendCommand: (command: string) => Promise<{ readonly status: number }> }) => {
    let reply = await sendCommand(initial === undefined ? `AUTH ${mechanism}` : `AUTH ${mechanism} ${initial}`);
    for (let asked = 0; reply.status === 334 && asked < maxQuestions; asked++) {
      reply = await sendCommand(answers[asked] ?? '');
    }
    if (reply.status !== 235) throw new Error('Nobody is logged in');
  };
}

type Attempt = <Result>(
  signal: AbortSignal,
  begin: (done: (error: Error | null, result?: Result) => void) => void,
) => Promise<Result | undefined>;

/** The client answers some of what goes wrong with an event, and forgets callbacks when it is closed. */
function attemptsOn(connection: SmtpConnection, address: SocketAddress): Attempt {
  return async (signal, begin) => {
    signal.throwIfAborted();
    const over = new AbortController();
    try {
      return await new Promise((resolve, reject) => {
        const fail = (error: Error) => reject(smtpError(error, address));
        const end = () => fail(new Error('The mail server closed the connection'));
        const abort = () => {
          reject(signal.reason);
          connection.close();
        };
        connection.once('error', fail).once('end', end);
        signal.addEventListener('abort', abort, { once: true });
        over.signal.addEventListener('abort', () => {
          connection.off('error', fail).off('end', end);
          signal.removeEventListener('abort', abort);
        });
        begin((error, result) => (error ? fail(error) : resolve(result)));
      });
    } finally {
      over.abort();
    }
  };
}

interface SendParts {
  readonly attempt: Attempt;
  /** Who is still to get a mail that others have, by the mail. */
  readonly deferred: Map<string, MailAddresses>;
  readonly lost: (reason: Error) => void;
}

async function send(
  connection: SmtpConnection,
  mail: Mail,
  { attempt, deferred, lost }: SendParts,
  signal: AbortSignal,
): Promise<Receipt> {
  const recipients = deferred.get(mail.messageId) ?? mail.to;
  const message = await compose(mail);
  const envelope = { from: mail.from.address, to: recipients.map(({ address }) => address), size: message.length };
  let info: SMTPConnectionSendInfo | undefined;
  try {
    info = await attempt<SMTPConnectionSendInfo>(signal, (done) => connection.send(envelope, message, done));
  } catch (error) {
    // Whatever state the other side is in now, the next mail begins anew.
    lost(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  const refusals = info?.rejectedErrors ?? [];
  const answers = refusals.map(({ recipient, response }) => `${recipient}: ${response}`).join('; ');
  const [first, ...others] = recipients.filter((one) => isDeferred(one, refusals));
  deferred.delete(mail.messageId);
  if (!first) return { answer: [info?.response ?? '', answers].filter((text) => text !== '').join('; ') };
  deferred.set(mail.messageId, [first, ...others]);
  // With a status, since the connection is as good as before, and remembers who has the mail.
  throw new DeliveryError(`The mail server takes the mail for some recipients only later: ${answers}`, { status: 450 });
}

/** Who is refused for good gets no mail, and keeps nobody else from it. */
function isDeferred({ address }: MailAddress, refusals: SMTPConnectionSendInfo['rejectedErrors']): boolean {
  return refusals?.some(({ recipient, responseCode }) => recipient === address && (responseCode ?? 0) < 500) ?? false;
}

/** The MIME text; all the same each time, so that a repeated mail is the same mail. */
async function compose({ from, to, subject, date, messageId, importance, text, html }: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const headers = { 'Auto-Submitted': 'auto-generated', ...(importance === 'high' && { Importance: 'high' }) };
  const content = { text, ...(html !== undefined && { html }) };
  const baseBoundary = messageId.replaceAll(/[<>@]/g, '').slice(0, 40);
  const access = { disableFileAccess: true, disableUrlAccess: true };
  const addresses = { from: { ...from }, to: to.map((one) => ({ ...one })) };
  return new MailComposer({ ...addresses, subject, date, messageId, headers, ...content, baseBoundary, ...access })
    .compile()
    .build();
}
