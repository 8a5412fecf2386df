import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The subject runs on the first core, load and sinks on the second, so that neither steals from the other. */
export const cores = { subject: '0', load: '1' } as const;

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** A program of ours on one core. Its standard output comes as text. */
export function startPinned(
  core: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcess {
  const command = [process.execPath, ...args];
  const [file = '', ...rest] = canPin ? ['taskset', '-c', core, ...command] : command;
  return spawn(file, rest, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode ?? child.signalCode}`);
  return text;
}

/** Ends a child of ours and waits until it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await closed;
  clearTimeout(timer);
}

/** CPU seconds that a process and its threads have used, from /proc (100 ticks a second on every Linux). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Waits until a server answers at all. */
export async function untilAnswering(url: string, child?: ChildProcess): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (cause) {
      if (child && child.exitCode !== null) throw new Error('The server ended before it answered', { cause });
      if (performance.now() > deadline) throw new Error(`${url} did not answer within 30 s`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
