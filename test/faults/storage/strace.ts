import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { until } from '../program.ts';

export interface FailingCalls {
  /** Names of system calls: `pwrite64,fdatasync`. */
  readonly calls: string;
  readonly error: 'EIO' | 'ENOSPC';
}

/** Why system calls cannot be made to fail on this machine. */
export function straceObstacle(): string | undefined {
  const { status } = spawnSync('strace', ['-o', '/dev/null', 'true']);
  return status === 0 ? undefined : 'strace is not installed, or may not trace here';
}

/** Makes every call of some kinds fail in all threads of a running process, until it is taken away again. */
export class Strace {
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.#logFile = logFile;
  }

  static attach(pid: number, { calls, error }: FailingCalls, logFile: string): Strace {
    const inject = [`trace=${calls}`, `inject=${calls}:error=${error}`].flatMap((each) => ['-e', each]);
    const child = spawn('strace', ['-f', '-p', String(pid), '-o', logFile, ...inject], { stdio: 'ignore' });
    return new Strace(child, logFile);
  }

  /**
   * Resolves when so many calls in a row failed, with none that came through from a thread not yet caught. `false` when they
   * do not come to pass within some seconds.
   */
  async failedInARow(count: number, withinMs: number): Promise<boolean> {
    const alreadyThere = this.#outcomes().length;
    const isReached = () => {
      const outcomes = this.#outcomes().slice(alreadyThere).slice(-count);
      return outcomes.length === count && outcomes.every((failed) => failed);
    };
    await until(isReached, `${count} system calls to fail`, withinMs).catch(() => {});
    return isReached();
  }

  /** Calls that failed so far. */
  get failures(): number {
    return this.#outcomes().filter((failed) => failed).length;
  }

  async detach(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await closed;
  }

  /** For each call that ended, whether it was made to fail. */
  #outcomes(): readonly boolean[] {
    const lines = readIfThere(this.#logFile).split('\n');
    return lines.filter((line) => / = -?\d+/.test(line)).map((line) => line.includes('(INJECTED)'));
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
