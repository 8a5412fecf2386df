import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  findServer,
  freePort,
  isListening,
  makeCertificate,
  Program,
  temporaryFolder,
  until,
} from '#outputs/testing/programs.ts';

/** Debian's own wrapper changes the user and the folder. */
const programs = '/usr/lib/rabbitmq/bin';

export function hasRabbitmq(): boolean {
  return findServer('rabbitmq-server') !== undefined && findServer('epmd') !== undefined;
}

/** A virtual machine takes its time where others work, too. */
const startMs = 50_000;

/** A node of its own, with its own name service of Erlang, which both end with it. */
export class RabbitmqServer {
  readonly port: number;
  readonly tlsPort: number;
  readonly #folder: string;
  readonly #environment: readonly string[];
  readonly #names: Program;
  #program: Program | undefined;

  private constructor(ports: readonly [number, number, number, number], folder: string) {
    const [port, tlsPort, distributionPort, namesPort] = ports;
    this.port = port;
    this.tlsPort = tlsPort;
    this.#folder = folder;
    this.#names = new Program('epmd', '-address', '127.0.0.1', '-port', String(namesPort));
    const settings = {
      HOME: folder,
      RUNNING_UNDER_SYSTEMD: '1',
      ERL_EPMD_PORT: namesPort,
      RABBITMQ_NODENAME: `tiercel${port}@localhost`,
      RABBITMQ_DIST_PORT: distributionPort,
      RABBITMQ_MNESIA_BASE: path.join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: path.join(folder, 'log'),
      RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
    };
    this.#environment = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  }

  static async create(): Promise<RabbitmqServer> {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'mnesia'));
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
    const { certfile, keyfile } = await makeCertificate(folder);
    writeFileSync(path.join(folder, 'definitions.json'), JSON.stringify(definitions));
    writeFileSync(path.join(folder, 'plugins'), '[].');
    const lines = [
      `listeners.tcp.1 = 127.0.0.1:${ports[0]}`,
      `listeners.ssl.1 = 127.0.0.1:${ports[1]}`,
      `ssl_options.cacertfile = ${certfile}`,
      `ssl_options.certfile = ${certfile}`,
      `ssl_options.keyfile = ${keyfile}`,
      'max_message_size = 1100000',
      `load_definitions = ${path.join(folder, 'definitions.json')}`,
    ];
    writeFileSync(path.join(folder, 'rabbitmq.conf'), `${lines.join('\n')}\n`);
    const server = new RabbitmqServer(ports, folder);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#program = new Program('/usr/bin/env', ...this.#environment, path.join(programs, 'rabbitmq-server'));
    await until(() => isListening(this.tlsPort), 'RabbitMQ', startMs);
  }

  /** At once, without a word to anybody. */
  async kill(): Promise<void> {
    await this.#program?.end();
  }

  async control(...words: string[]): Promise<string> {
    const parameters = [...this.#environment, path.join(programs, 'rabbitmqctl'), '--quiet', ...words];
    return (await promisify(execFile)('/usr/bin/env', parameters)).stdout;
  }

  async end(): Promise<void> {
    await this.kill();
    await this.#names.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const user = (name: string, password: string) => ({
  name,
  password_hash: passwordHash(password),
  tags: 'administrator',
});
const everything = '.*';

const definitions = {
  users: [user('falco', 'swordfish'), user('reader', 'reader')],
  vhosts: [{ name: '/' }],
  permissions: [
    { user: 'falco', vhost: '/', configure: everything, write: everything, read: everything },
    { user: 'reader', vhost: '/', configure: '', write: '', read: everything },
  ],
};

/** See https://www.rabbitmq.com/docs/passwords#computing-password-hash. */
function passwordHash(password: string): string {
  const salt = Buffer.from('salt');
  return Buffer.concat([salt, createHash('sha256').update(salt).update(password).digest()]).toString('base64');
}
