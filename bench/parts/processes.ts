import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * The subject runs on the first core, load and sinks on the second, so that neither steals from the other. What is made before
 * anything is measured may have both.
 */
export const cores = { subject: '0', load: '1', both: '0,1' } as const;

export type Core = (typeof cores)[keyof typeof cores];

export interface Command {
  readonly core: Core;
  /** Program and arguments. */
  readonly words: readonly string[];
  /** Beside `PATH` and `HOME`, and nothing else: a variable of the shell could configure an output. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdout?: 'pipe' | 'ignore';
  /** A number is that of an open file. */
  readonly stderr?: number | 'inherit' | 'ignore';
}

/** Also ends what we started when this process ends, however it ends. Both programs are part of util-linux. */
const pinned = (core: string) => ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', core];
const canPin = spawnSync('setpriv', [...pinned('0,1').slice(1), 'true']).status === 0;

/** Whether programs run on the core that they should, which needs two cores and `taskset`. */
export function pinning(): string {
  return canPin ? 'subject on core 0, load and sinks on core 1' : 'not pinned: util-linux or a second core is missing';
}

/** The measuring program itself belongs beside the load, not beside the subject. */
export function pinThisProcess(): void {
  if (canPin) spawnSync('taskset', ['-cp', cores.load, String(process.pid)]);
}

/** Starts a program on its core. What pins it becomes the program, so that the pid is the program's. */
export function start({ core, words, environment, stdout = 'ignore', stderr = 'inherit' }: Command): ChildProcess {
  const [file = '', ...rest] = canPin ? [...pinned(core), ...words] : words;
  const { PATH = '', HOME = '' } = process.env;
  return spawn(file, rest, { env: { PATH, HOME, ...environment }, stdio: ['ignore', stdout, stderr] });
}

/** What a program prints on standard output until its end. @throws Error if it fails */
export async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  if (child.exitCode === 0) return text;
  const script = child.spawnargs.find((word) => word.endsWith('.ts')) ?? child.spawnfile;
  throw new Error(
    `${path.basename(script)} ended with ${child.exitCode ?? child.signalCode}; it said why on standard error`,
  );
}

/** Ends a child of ours and waits until it is gone: kindly first, unless killed on purpose. */
export async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await ended;
  clearTimeout(timer);
}
