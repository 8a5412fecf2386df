import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const main = path.join(import.meta.dirname, '../../src/cli/main.ts');

/** Polls until a condition holds. @throws Error naming what was waited for */
export async function until(condition: () => Promise<boolean> | boolean, what: string, timeoutMs = 60_000) {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The real program in a process of its own, on free ports; its file must ask for port 0 and JSON logs. */
export class RunningTiercel implements AsyncDisposable {
  readonly #child: ChildProcess;
  log = '';
  falco = '';
  console = '';

  static async start(file: string, environment: Readonly<Record<string, string>> = {}): Promise<RunningTiercel> {
    const running = new RunningTiercel(file, environment);
    await until(() => running.#hasAddresses(), 'Tiercel listens', 180_000);
    return running;
  }

  private constructor(file: string, environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [main, 'serve', '-c', file], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.log += chunk));
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get port(): number {
    return Number(new URL(this.falco).port);
  }

  hangUp(): void {
    this.#child.kill('SIGHUP');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isRunning) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  #hasAddresses(): boolean {
    if (!this.isRunning) throw new Error(`Tiercel ended:\n${this.log.slice(0, 5000)}`);
    const addresses = /"falco":"([^"]+)","console":"([^"]+)"/.exec(this.log);
    this.falco = addresses?.[1] ?? '';
    this.console = addresses?.[2] ?? '';
    return addresses !== null;
  }
}

/** Runs a command to its end, and returns all that it wrote. */
export async function command(
  operands: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, [main, ...operands], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = await Promise.all([text(child.stdout), text(child.stderr)]);
  return written.join('\n');
}
