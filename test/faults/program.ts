import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** Runs with Node alone. */
export const main = path.join(import.meta.dirname, '../../src/cli/main.ts');

/** A Tiercel in a process of its own, that can be killed. */
export class Program {
  readonly url: string;
  readonly api: string;
  readonly file: string;
  #child: ChildProcess | undefined;
  log = '';

  constructor(folder: string, ports: { listen: number; console: number }, configuration: string) {
    this.url = `http://127.0.0.1:${ports.listen}/`;
    this.api = `http://127.0.0.1:${ports.console}/api/v1`;
    this.file = path.join(folder, `tiercel-${ports.listen}-${ports.console}.yaml`);
    writeFileSync(
      this.file,
      `listenaddress: 127.0.0.1\nlistenport: ${ports.listen}\nconsole: { listenport: ${ports.console}, listenaddress: 127.0.0.1 }\n` +
        `${configuration.includes('journal:') ? '' : `journal: { path: ${path.join(folder, 'journal')} }\n`}${configuration}`,
    );
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const child = this.#spawn();
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`Tiercel ended with ${child.exitCode}:\n${this.log}`);
      return (await fetch(`${this.url}ping`).catch(() => undefined))?.ok === true;
    }, 'Tiercel to answer');
  }

  /** For a start that must fail: resolves to the exit code. */
  async startInVain(): Promise<number | null> {
    const child = this.#spawn();
    await once(child, 'close');
    return child.exitCode;
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [main, 'serve', '-c', this.file], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.log = (this.log + chunk).slice(-20_000)));
    this.#child = child;
    return child;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }
}

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
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
