import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { rounded } from './latencies.ts';

/** Of a process, as the kernel counts it: see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html. */
export interface ProcessMemory {
  readonly rssMiB: number;
  /** The most it ever was. */
  readonly highWaterMiB: number;
}

export function memoryOf(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { rssMiB: rounded(mebibytes('VmRSS')), highWaterMiB: rounded(mebibytes('VmHWM')) };
}

const sampleEveryMs = 500;

/** Looks at the memory of a process twice a second until it is stopped. */
export class MemoryWatch {
  readonly #samples: number[] = [];
  readonly #timer;

  constructor(pid: number) {
    this.#timer = setInterval(() => this.#samples.push(memoryOf(pid).rssMiB), sampleEveryMs);
  }

  stop(): { readonly firstMiB: number; readonly lastMiB: number; readonly growthPercent: number } {
    clearInterval(this.#timer);
    // The first quarter is left out: buffers and caches fill then.
    const settled = this.#samples.slice(Math.floor(this.#samples.length / 4));
    const [firstMiB, lastMiB] = endsOfLine(settled);
    return { firstMiB, lastMiB, growthPercent: rounded((lastMiB / firstMiB - 1) * 100) };
  }
}

/** The first and last point of the straight line with the least squares, which garbage collection hardly bends. */
function endsOfLine(values: readonly number[]): readonly [first: number, last: number] {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  const slope = variance === 0 ? 0 : covariance / variance;
  return [rounded(mean - slope * middle), rounded(mean + slope * middle)];
}
