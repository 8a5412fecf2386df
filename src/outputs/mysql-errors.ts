import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

const refused = 'check user and password, and from which hosts the user may connect';
const rights =
  'grant the user SELECT, INSERT and UPDATE on the table, and CREATE, ALTER and INDEX unless the table is there already';

/** What the operator can mend, by number. See https://mariadb.com/docs/server/reference/error-codes. */
const remedies: ReadonlyMap<number, string> = new Map([
  [1045, refused],
  [1698, refused],
  [1130, refused],
  [1251, 'give the user another authentication plugin'],
  [1044, rights],
  [1142, rights],
  [1143, rights],
  [1227, rights],
  [1049, 'create the database, or set the name of another'],
  [1146, 'create the table, or set the name of another'],
  [1054, 'add the column to the table'],
  [1364, 'give the column a default'],
  [1290, 'this server only reads: set the host of the primary'],
  [1836, 'this server only reads: set the host of the primary'],
  [1021, 'free space on the disk of the server'],
  [1114, 'free space on the disk of the server'],
]);

/** For these, what is in the row is to blame: its values, its size, or what the table demands of them. */
const rejected: ReadonlySet<number> = new Set([
  1048, 1062, 1118, 1153, 1264, 1265, 1292, 1366, 1406, 1452, 1644, 3140, 3141, 3150, 3151, 3157, 3819, 4025,
]);

/** Codes of the client, for what the operator can mend. */
const clientRemedies: ReadonlyMap<string, string> = new Map([
  ['HANDSHAKE_NO_SSL_SUPPORT', 'The server offers no TLS: give it a certificate, or set tls to false'],
  [
    'AUTH_SWITCH_PLUGIN_ERROR',
    'The server asks for a way to log in that is not supported: give the user another plugin',
  ],
]);

/** An error of the client as one of ours, without the statement that it carries. */
export function mysqlError(error: unknown, address: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { code, number, message } = partsOf(error);
  const clientRemedy = clientRemedies.get(code);
  if (clientRemedy !== undefined) return new MisconfiguredError(clientRemedy);
  if (number === undefined) return socketError(error, address);
  const answer = `The database answered: ${message} (${number})`;
  if (rejected.has(number)) return new RejectedError(answer);
  const remedy = remedies.get(number);
  return remedy === undefined ? new DeliveryError(answer) : new MisconfiguredError(`${answer}: ${remedy}`);
}

/** Errors of the system have numbers, too, which are negative. */
function partsOf(error: unknown) {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error ? String(error.code) : '';
  const isAnswer = 'errno' in error && typeof error.errno === 'number' && error.errno > 0;
  return { code, message: error.message, ...(isAnswer && { number: Number(error.errno) }) };
}
