import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { Program } from '#outputs/testing/programs.ts';

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

/** A server of somebody else, on loopback, with a folder that goes with it. */
export class Server implements AsyncDisposable {
  readonly #program: Program;
  readonly #folder: string;

  private constructor(program: Program, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  /** Starts it, and waits until it answers. */
  static async start(
    command: string | undefined,
    parameters: (folder: string) => readonly string[],
    readyUrl: string,
  ): Promise<Server> {
    if (command === undefined) throw new Error('There is no such server on this machine');
    const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-server-'));
    const server = new Server(new Program(command, ...parameters(folder)), folder);
    const endMs = performance.now() + startMs;
    while (!(await answers(readyUrl))) {
      if (performance.now() > endMs) {
        await server[Symbol.asyncDispose]();
        throw new Error(`${command} does not answer at ${readyUrl}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A virtual machine of Java takes its time where others work, too. */
const startMs = 50_000;

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url);
    return ok;
  } catch {
    return false;
  }
}
