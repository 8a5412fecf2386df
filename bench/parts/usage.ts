import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU seconds that a process has used, with all its threads, its children, and those of its children that have ended.
 * From /proc, in ticks of 10 ms on every Linux: a run should take at least a second.
 */
export function cpuSeconds(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + ownCpuSeconds(each), 0);
}

/** Memory that is really there, the children's included. */
export function residentBytes(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + statusKilobytes(each, 'VmRSS') * 1024, 0);
}

/** The most memory that was ever there: the kernel's high water mark. */
export function peakResidentBytes(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + statusKilobytes(each, 'VmHWM') * 1024, 0);
}

/** How much of a core a process used between two looks at it. */
export class CpuMeter {
  readonly #pid: number | undefined;
  readonly #startedAtMs = performance.now();
  readonly #atStart: number;

  constructor(pid: number | undefined) {
    this.#pid = pid;
    this.#atStart = pid === undefined ? 0 : cpuSeconds(pid);
  }

  /** CPU seconds since the start; seconds by the clock where the process is not ours to look at. */
  get seconds(): number {
    return this.#pid === undefined ? this.#elapsed : cpuSeconds(this.#pid) - this.#atStart;
  }

  /** 1: one core all the time. */
  get share(): number {
    return this.seconds / this.#elapsed;
  }

  get #elapsed(): number {
    return (performance.now() - this.#startedAtMs) / 1000;
  }
}

/** Waits until a process has used less than a fiftieth of a core for a second: until its background work is done. */
export async function untilIdle(pid: number, maxSeconds = 60): Promise<void> {
  const deadline = performance.now() + maxSeconds * 1000;
  while (performance.now() < deadline) {
    const meter = new CpuMeter(pid);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (meter.share < 0.02) return;
  }
}

function tree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(tree)];
}

/** Any thread may have started a child. */
function childrenOf(pid: number): number[] {
  const lists = threadsOf(pid).map((thread) => textOf(`/proc/${pid}/task/${thread}/children`).trim());
  return lists.filter((list) => list !== '').flatMap((list) => list.split(' ').map(Number));
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function ownCpuSeconds(pid: number): number {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return (user + system + endedUser + endedSystem) / 100;
}

function statusKilobytes(pid: number, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Empty for a process that has just ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
