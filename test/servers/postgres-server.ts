import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { findServer, freePort, makeCertificate, temporaryFolder } from '#outputs/testing/programs.ts';

const run = promisify(execFile);
export const postgresPassword = 'swordfish @/%:?';

/** Where the programs of PostgreSQL are: Debian has a folder for each version, and none of them on the PATH. */
export function findPostgres(): string | undefined {
  const debian = globSync('/usr/lib/postgresql/*/bin').sort().at(-1);
  if (debian !== undefined && existsSync(path.join(debian, 'initdb'))) return debian;
  const found = findServer('initdb');
  return found === undefined ? undefined : path.dirname(found);
}

/** PostgreSQL will not run as root; nobody can. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] as const;

/** A program, and before its parameters what it takes to be nobody. */
function unprivileged(program: string, ...parameters: readonly string[]): [command: string, parameters: string[]] {
  const [command, ...others] = asNobody;
  return isRoot ? [command, [...others, program, ...parameters]] : [program, [...parameters]];
}

const startMs = 20_000;

/** A server on loopback, with TLS, in a folder of its own. */
export class PostgresServer implements AsyncDisposable {
  readonly port: number;
  readonly certfile: string;
  readonly #programs: string;
  readonly #folder: string;
  #running: ChildProcess | undefined;

  private constructor(programs: string, folder: string, port: number, certfile: string) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
    this.certfile = certfile;
  }

  static async create(programs: string, folder = temporaryFolder()): Promise<PostgresServer> {
    const passwordFile = path.join(folder, 'password');
    writeFileSync(passwordFile, postgresPassword);
    const { certfile, keyfile } = await makeCertificate(folder);
    const ownKey = path.join(folder, 'server.key');
    copyFileSync(keyfile, ownKey);
    chmodSync(ownKey, 0o600);
    if (isRoot) for (const file of [folder, passwordFile, ownKey, certfile]) chownSync(file, nobody, nobody);
    const server = new PostgresServer(programs, folder, await freePort(), certfile);
    const auth = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth-local=trust', '--auth-host=scram-sha-256'];
    const data = path.join(folder, 'data');
    const how = ['--no-sync', '--encoding=UTF8', '--no-locale', `--pgdata=${data}`, ...auth];
    await run(...unprivileged(path.join(programs, 'initdb'), ...how), { cwd: '/' });
    // Here instead of among the parameters, so that a test can switch it off.
    const tls = `ssl = on\nssl_cert_file = '${certfile}'\nssl_key_file = '${ownKey}'\n`;
    appendFileSync(path.join(data, 'postgresql.conf'), tls);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const [folder, data] = [this.#folder, path.join(this.#folder, 'data')];
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'timezone=America/Lima',
    ];
    const options = settings.flatMap((setting) => ['-c', setting]);
    const [command, parameters] = unprivileged(path.join(this.#programs, 'postgres'), '-D', data, ...options);
    const endMs = performance.now() + startMs;
    while (!(await this.#isReady())) {
      if (performance.now() > endMs) throw new Error('PostgreSQL does not start');
      // What of a killed server still runs keeps another from starting, but not for long.
      if (!this.#isRunning) {
        this.#running = spawn(command, parameters, { stdio: 'ignore', cwd: '/' });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get #isRunning(): boolean {
    return this.#running?.exitCode === null && this.#running.signalCode === null;
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await this.sql('SELECT 1')) === '1\n';
    } catch {
      return false;
    }
  }

  /** What `psql` prints, without headings. */
  async sql(text: string, database = 'postgres'): Promise<string> {
    const where = ['-h', this.#folder, '-p', String(this.port), '-U', 'postgres', '-d', database];
    const { stdout } = await run('psql', [...where, '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', text], {
      maxBuffer: 100_000_000,
    });
    return stdout;
  }

  /** With SIGKILL. */
  async kill(): Promise<void> {
    if (!this.#running || !this.#isRunning) return;
    const ended = once(this.#running, 'exit');
    this.#running.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
