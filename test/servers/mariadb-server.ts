import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findServer, freePort, makeCertificate, temporaryFolder, until } from '#outputs/testing/programs.ts';

const run = promisify(execFile);
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

export interface MariadbPrograms {
  readonly server: string;
  readonly installer: string;
}

export function findMariadb(): MariadbPrograms | undefined {
  const [server, installer] = [findServer('mariadbd'), findServer('mariadb-install-db')];
  return server !== undefined && installer !== undefined ? { server, installer } : undefined;
}

/** A server on loopback, with TLS, in a folder of its own. */
export class MariadbServer implements AsyncDisposable {
  readonly port: number;
  readonly certfile: string;
  readonly #programs: MariadbPrograms;
  readonly #folder: string;
  readonly #keyfile: string;
  #running: ChildProcess | undefined;

  private constructor(programs: MariadbPrograms, folder: string, port: number, certfile: string, keyfile: string) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
    this.certfile = certfile;
    this.#keyfile = keyfile;
  }

  static async create(programs: MariadbPrograms): Promise<MariadbServer> {
    const folder = temporaryFolder();
    const { certfile, keyfile } = await makeCertificate(folder);
    const server = new MariadbServer(programs, folder, await freePort(), certfile, keyfile);
    const authentication = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
    await run(programs.installer, [
      '--no-defaults',
      `--datadir=${server.#data}`,
      ...asRoot,
      ...small,
      ...authentication,
    ]);
    await server.start();
    return server;
  }

  get #data(): string {
    return path.join(this.#folder, 'data');
  }

  get #socket(): string {
    return path.join(this.#folder, 'mariadb.socket');
  }

  async start(): Promise<void> {
    const where = [
      `--datadir=${this.#data}`,
      `--socket=${this.#socket}`,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
    ];
    const tls = [`--ssl-cert=${this.certfile}`, `--ssl-key=${this.#keyfile}`];
    const settings = [
      '--no-defaults',
      ...asRoot,
      ...small,
      ...where,
      ...tls,
      '--default-time-zone=-05:00',
      '--skip-name-resolve',
    ];
    this.#running = spawn(this.#programs.server, settings, { stdio: 'ignore' });
    await until(() => this.#isReady(), 'MariaDB');
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await this.sql('SELECT 1')) === '1\n';
    } catch {
      return false;
    }
  }

  /** What the client prints, without headings and escapes. */
  async sql(text: string, database = 'mysql'): Promise<string> {
    const options = [
      '--no-defaults',
      `--socket=${this.#socket}`,
      '--user=root',
      '--batch',
      '--raw',
      '--skip-column-names',
    ];
    const { stdout } = await run(
      'mariadb',
      [...options, '--default-character-set=utf8mb4', `--execute=${text}`, database],
      {
        maxBuffer: 100_000_000,
      },
    );
    return stdout;
  }

  /** With SIGKILL. */
  async kill(): Promise<void> {
    if (this.#running?.exitCode !== null || this.#running.signalCode !== null) return;
    const ended = once(this.#running, 'exit');
    this.#running.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A test needs little, and starts the faster. */
const small = ['--innodb-log-file-size=16M', '--innodb-buffer-pool-size=32M'];
