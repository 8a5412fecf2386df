import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import net from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Whether a program is there; says so once, visibly, where it is not. */
export function hasProgram(name: string, flag = '--version'): boolean {
  const isThere = spawnSync(name, [flag]).error === undefined;
  // eslint-disable-next-line no-console -- a test that does not run must not pass unseen
  if (!isThere) console.warn(`${name} is not installed: its integration test is skipped`);
  return isThere;
}

/** Where a server is: on the PATH, or where `test/servers/install` puts it. Says so once, visibly, where it is not. */
export function findServer(name: string): string | undefined {
  const built = process.env['TIERCEL_SERVERS'] ?? path.join(homedir(), '.cache/tiercel-servers');
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), path.join(built, 'bin')];
  const found = folders.map((folder) => path.join(folder, name)).find(isProgram);
  // eslint-disable-next-line no-console -- a test that does not run must not pass unseen
  if (found === undefined) console.warn(`${name} is not installed: its test is skipped, see test/servers/install`);
  return found;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'tiercel-outputs-'));
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A program in the foreground, ended by its handle. */
export class Program {
  readonly #child: ChildProcess;

  constructor(command: string, ...parameters: string[]) {
    this.#child = spawn(command, parameters, { stdio: 'ignore' });
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

const deadlineMs = 20_000;

/** Waits for something to become true, without a guess at how long that takes. */
export async function until(
  isTrue: () => Promise<boolean> | boolean,
  what: string,
  withinMs = deadlineMs,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`Waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function isListening(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface Certificate {
  readonly certfile: string;
  readonly keyfile: string;
}

/** A certificate for localhost, signed by its own key, and so its own CA. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const [certfile, keyfile] = [path.join(folder, 'localhost.crt'), path.join(folder, 'localhost.key')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyfile];
  await promisify(execFile)('openssl', ['req', '-x509', ...key, '-out', certfile, '-days', '2', ...subject]);
  return { certfile, keyfile };
}
