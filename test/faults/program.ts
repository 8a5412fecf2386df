import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';

/** Runs with Node alone. */
export const main = path.join(import.meta.dirname, '../../src/cli/main.ts');

export interface ProgramOptions {
  /** What starts Node, with its own arguments: `['strace', '-D', …]`. It must become Node, or `pid` is not Tiercel's. */
  readonly wrapper?: readonly string[];
  /** For Node, before the script. */
  readonly nodeArguments?: readonly string[];
  /** After `serve -c file`. */
  readonly arguments?: readonly string[];
  /** Beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What an output did with all alerts since it is known. */
export interface Ledger {
  readonly received: number;
  readonly delivered: number;
  readonly owed: number;
  readonly dead: number;
  readonly suppressed: number;
  readonly expired: number;
}

const count = z.number();
const statusAnswer = z.object({
  outputs: z.array(
    z.object({
      health: z.object({ name: z.string() }),
      ledger: z.object({
        received: count,
        delivered: count,
        owed: count,
        dead: count,
        suppressed: count,
        expired: count,
      }),
    }),
  ),
});

/** How much of the log is kept in memory. */
const maxLogCharacters = 200_000;
const shownLogCharacters = 4000;
const pingTimeoutMs = 5000;

/** A Tiercel in a process of its own, that can be killed. */
export class Program {
  readonly url: string;
  readonly api: string;
  readonly file: string;
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;
  log = '';

  constructor(
    folder: string,
    ports: { listen: number; console: number },
    configuration: string,
    options: ProgramOptions = {},
  ) {
    this.url = `http://127.0.0.1:${ports.listen}/`;
    this.api = `http://127.0.0.1:${ports.console}/api/v1`;
    this.file = path.join(folder, `tiercel-${ports.listen}-${ports.console}.yaml`);
    this.#options = options;
    writeFileSync(
      this.file,
      `listenaddress: 127.0.0.1\nlistenport: ${ports.listen}\nconsole: { listenport: ${ports.console}, listenaddress: 127.0.0.1 }\n` +
        `${configuration.includes('journal:') ? '' : `journal: { path: ${path.join(folder, 'journal')} }\n`}${configuration}`,
    );
  }

  /** On ports that were free a moment ago. */
  static async onFreePorts(folder: string, configuration: string, options: ProgramOptions = {}): Promise<Program> {
    return new Program(folder, { listen: await freePort(), console: await freePort() }, configuration, options);
  }

  /** Of the process that runs, or ran last. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it answers on both ports. */
  async start(): Promise<void> {
    const child = this.launch();
    const isAnswering = async () => {
      if (child.exitCode !== null) throw new Error(`Tiercel ended with ${child.exitCode}:\n${this.log}`);
      const ask = (url: string) => fetch(url, { signal: AbortSignal.timeout(pingTimeoutMs) }).catch(() => undefined);
      return (await ask(`${this.url}ping`))?.ok === true && (await ask(`${this.api}/status`)) !== undefined;
    };
    await until(isAnswering, 'Tiercel to answer').catch((cause: unknown) => {
      throw new Error(`Tiercel did not start. Its log ends with:\n${this.log.slice(-shownLogCharacters)}`, { cause });
    });
  }

  /** For a start that must fail: resolves to the exit code. @throws Error when it does not end by itself. */
  async startInVain(): Promise<number | null> {
    const child = this.launch();
    try {
      await until(() => !this.isRunning, 'Tiercel to end by itself');
    } finally {
      await this.end('SIGKILL');
    }
    return child.exitCode;
  }

  /** Starts without waiting for anything. It does not outlive this process. */
  launch(): ChildProcess {
    const { wrapper = [], nodeArguments = [], arguments: more = [], environment = {} } = this.#options;
    const [command, ...rest] = [...wrapper, process.execPath, ...nodeArguments, main, 'serve', '-c', this.file];
    const child = spawn(command, [...rest, ...more], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
    });
    child.stderr
      .setEncoding('utf8')
      .on('data', (chunk: string) => (this.log = (this.log + chunk).slice(-maxLogCharacters)));
    const kill = () => void child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('close', () => process.off('exit', kill));
    this.#child = child;
    return child;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }

  /** The ledgers of all outputs, by their names. */
  async ledgers(): Promise<ReadonlyMap<string, Ledger>> {
    const response = await fetch(`${this.api}/status`);
    const { outputs } = statusAnswer.parse(await response.json());
    return new Map(outputs.map(({ health, ledger }) => [health.name, ledger]));
  }

  /** The statuses of what people and Prometheus look at; 0 for one that does not answer in time. */
  async statuses(timeoutMs = 10_000): Promise<Readonly<Record<'ping' | 'metrics' | 'console' | 'outputs', number>>> {
    const ask = async (url: string) => {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(() => undefined);
      await response?.arrayBuffer();
      return response?.status ?? 0;
    };
    const [ping, metrics, page, outputs] = await Promise.all(
      [`${this.url}ping`, `${this.url}metrics`, new URL('/', this.api).href, `${this.api}/outputs`].map(ask),
    );
    return { ping: ping ?? 0, metrics: metrics ?? 0, console: page ?? 0, outputs: outputs ?? 0 };
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Polls until a condition holds. @throws Error naming what was waited for. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await setTimeout(20);
  }
}
