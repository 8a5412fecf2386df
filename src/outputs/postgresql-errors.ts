import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

/** What the operator can mend, by the beginning of the code. See https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const remedies: readonly (readonly [code: RegExp, remedy: string])[] = [
  [/^28/, 'check user and password, and pg_hba.conf on the server'],
  [/^3D000/, 'create the database, or set the name of another'],
  [/^(?:3F000|42P01)/, 'create the table, or set the name of another'],
  [
    /^42501/,
    'grant the user SELECT and INSERT on the table, and CREATE on its schema unless the table is there already',
  ],
  [/^42703/, 'add the column to the table'],
  [/^25006/, 'this server only reads: set the host of the primary'],
  [/^53100/, 'free space on the disk of the server'],
  [/^(?:0A|42)/, 'check the columns of the table'],
];

/** For these, what is in the row is to blame: its values, or what the table demands of them. */
const rejected = /^(?:21|22|23|44|54|P0)/;

/**
 * An error of the client as one of ours. The detail of an error is left out, since it quotes whole rows; so is the error itself,
 * which may hold the statement.
 */
export function postgresError(error: unknown, address: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { code, message } = partsOf(error);
  if (message.startsWith('SASL')) return new MisconfiguredError('PostgreSQL asks for another password: check password');
  if (message.includes('does not support SSL')) {
    return new MisconfiguredError('PostgreSQL offers no TLS: set ssl = on there, or sslmode to prefer');
  }
  if (code === undefined) return socketError(error, address);
  const answer = `PostgreSQL answered: ${message} (${code})`;
  if (rejected.test(code)) return new RejectedError(answer);
  const remedy = remedies.find(([pattern]) => pattern.test(code))?.[1];
  return remedy === undefined ? new DeliveryError(answer) : new MisconfiguredError(`${answer}: ${remedy}`);
}

/** Only what the server says has a severity; codes of the system look the same. */
function partsOf(error: unknown): { readonly code?: string; readonly message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const isAnswer = 'severity' in error && 'code' in error && typeof error.code === 'string';
  return isAnswer ? { code: String(error.code), message: error.message } : { message: error.message };
}
