import net from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Client, ClientConfig } from 'pg';
import type { Secret } from '#kit/secret.ts';
import type { ConnectContext } from './output.ts';
import { postgresError } from './postgresql-errors.ts';
import type { SocketAddress } from './socket.ts';
import type { SqlDatabase } from './sql-session.ts';
import { postgresNames } from './sql-table.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly database: string;
  readonly sslmode: 'disable' | 'prefer' | 'require';
}

/** One connection. Nothing is kept for later: what fails, fails at once, and is the delivery layer's. */
export async function openPostgres(settings: PostgresSettings, context: ConnectContext): Promise<SqlDatabase> {
  const mode = context.mutualtls === true ? 'require' : settings.sslmode;
  if (mode === 'disable') return connect(settings, false, context);
  if (mode === 'require') return connect(settings, context.tls, context);
  try {
    return await connect(settings, { ...context.tls, rejectUnauthorized: false }, context);
  } catch (error) {
    if (!String(error).includes('offers no TLS')) throw error;
    return connect(settings, false, context);
  }
}

async function connect(
  settings: PostgresSettings,
  ssl: Exclude<ClientConfig['ssl'], undefined>,
  context: ConnectContext,
): Promise<SqlDatabase> {
  const { Client: PostgresClient } = await import('pg');
  const address = { host: settings.host, port: settings.port };
  const socket = new ResolvingSocket(address, context.lookup);
  const client = new PostgresClient({
    ...address,
    user: settings.user,
    password: () => settings.password?.reveal() ?? '',
    database: settings.database,
    ssl,
    stream: () => socket,
    keepAlive: true,
    application_name: 'tiercel',
  });
  const explain = (error: unknown) => postgresError(error, address);
  client.on('error', (error) => context.lost(explain(error)));
  client.on('end', () => context.lost(new Error('PostgreSQL closed the connection')));
  await unlessAborted(socket, context.signal, () => client.connect(), explain);
  return {
    names: postgresNames,
    placeholder: (position) => `$${position}`,
    run: ({ text, values }, signal) =>
      unlessAborted(socket, signal, async () => (await client.query(text, [...values])).rows, explain),
    close: () => end(client, socket),
  };
}

/** Connects when the client says so, but to where the names are looked up as configured. */
class ResolvingSocket extends net.Socket {
  readonly #target: net.TcpNetConnectOpts;

  constructor(address: SocketAddress, lookup: LookupFunction | undefined) {
    super();
    this.#target = { ...address, ...(lookup && { lookup }) };
  }

  override connect(): this {
    return super.connect(this.#target);
  }
}

/** How long the server may take to say goodbye. */
const goodbyeMs = 1000;

async function end(client: Client, socket: net.Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), goodbyeMs);
  await client.end();
  clearTimeout(timer);
}
