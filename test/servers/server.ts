import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Program } from '#outputs/testing/programs.ts';

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
