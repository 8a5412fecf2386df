import type net from 'node:net';
import type { Connection, ConnectionOptions } from 'mysql2';
import { z } from 'zod';
import type { Secret } from '#kit/secret.ts';
import { RejectedError } from './errors.ts';
import { mysqlError } from './mysql-errors.ts';
import { upgradeWith } from './mysql-tls.ts';
import type { ConnectContext } from './output.ts';
import { beginSocket } from './socket.ts';
import type { SqlStatement } from './sql-insert.ts';
import type { SqlDatabase } from './sql-session.ts';
import { mysqlNames } from './sql-table.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface MysqlSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly database: string;
  readonly tls: boolean;
}

/** Times are in UTC, and what does not fit is refused instead of cut. */
const sessionSettings =
  "SET SESSION autocommit = 1, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";

/** One connection. Statements are prepared, so that no text of an alert is ever part of one. */
export async function openMysql(settings: MysqlSettings, context: ConnectContext): Promise<SqlDatabase> {
  const { createConnection } = await import('mysql2');
  const address = { host: settings.host, port: settings.port };
  const socket = beginSocket(address, undefined, context.lookup);
  socket.setKeepAlive(true);
  const usesTls = settings.tls || context.mutualtls === true;
  const client = createConnection(clientOptions(settings, socket, usesTls));
  const explain = (error: unknown) => mysqlError(error, address);
  client.on('error', (error: Error) => context.lost(explain(error)));
  socket.on('close', () => context.lost(new Error('The database closed the connection')));
  if (usesTls) upgradeWith(client, context.tls, address);
  const run = (statement: SqlStatement, signal: AbortSignal) =>
    unlessAborted(socket, signal, () => execute(client, statement), explain);
  await run({ text: sessionSettings, values: [] }, context.signal);
  const limits = packetLimits.parse(
    await run({ text: 'SELECT @@max_allowed_packet AS bytes', values: [] }, context.signal),
  );
  return {
    names: mysqlNames,
    placeholder: () => '?',
    async run(statement, signal) {
      for (const { bytes } of limits) checkSize(statement, bytes);
      return run(statement, signal);
    },
    close: async () => end(client, socket),
  };
}

const packetLimits = z.array(z.object({ bytes: z.number() }));
/** Of a value: its length, type and what else stands around it. */
const overheadBytes = 16;

/** A larger statement costs the connection. */
function checkSize({ text, values }: SqlStatement, maxBytes: number): void {
  const bytes = values.reduce((sum, value) => sum + Buffer.byteLength(value ?? '') + overheadBytes, text.length);
  if (bytes <= maxBytes) return;
  throw new RejectedError(
    `The database takes ${maxBytes} bytes at once, and the alert is larger: raise max_allowed_packet on the server`,
  );
}

function clientOptions(settings: MysqlSettings, socket: net.Socket, usesTls: boolean): ConnectionOptions {
  return {
    host: settings.host,
    port: settings.port,
    user: settings.user,
    ...(settings.password && { password: settings.password.reveal() }),
    database: settings.database,
    stream: socket,
    ...(usesTls && { ssl: {} }),
    // The server may not ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    connectTimeout: 0,
    maxPreparedStatements: 16,
  };
}

/** What takes no values needs no preparing, and some of it cannot be prepared. */
function execute(client: Connection, { text, values }: SqlStatement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, rows: unknown) => (error ? reject(error) : resolve(rows));
    if (values.length === 0) client.query(text, done);
    else client.execute(text, [...values], done);
  });
}

/** How long the server may take to say goodbye. */
const goodbyeMs = 1000;

function end(client: Connection, socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), goodbyeMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (socket.closed) socket.emit('close');
    client.end(() => socket.end());
  });
}
