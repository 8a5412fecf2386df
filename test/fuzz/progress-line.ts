import type { Coverage } from './coverage.ts';
import type { FuzzState } from './fuzzer.ts';

/** How often a line is written. */
const everyMs = 5000;

/** Tells on standard error how it goes. */
export class ProgressLine {
  readonly #name: string;
  readonly #coverage: Coverage;
  readonly #startMs = performance.now();
  readonly #startCpu = process.cpuUsage();
  #nextMs = this.#startMs;

  constructor(name: string, coverage: Coverage) {
    this.#name = name;
    this.#coverage = coverage;
  }

  show(state: FuzzState): void {
    if (performance.now() < this.#nextMs) return;
    this.#nextMs = performance.now() + everyMs;
    this.finish(state);
  }

  finish({ executions, corpusSize, failures }: FuzzState): void {
    const seconds = (performance.now() - this.#startMs) / 1000;
    const { user, system } = process.cpuUsage(this.#startCpu);
    const { characters, coveredCharacters, lines, coveredLines } = this.#coverage.summary();
    const parts = [
      `${Math.round(seconds)} s`,
      `${executions} executions`,
      `${Math.round(executions / seconds)}/s`,
      `${Math.round((executions * 1e6) / (user + system))} per CPU-second`,
      `corpus ${corpusSize}`,
      `lines ${percent(coveredLines, lines)}`,
      `code ${percent(coveredCharacters, characters)}`,
      `failures ${failures}`,
    ];
    console.error(`${this.#name}: ${parts.join(' · ')}`);
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? 'unknown' : `${((100 * part) / whole).toFixed(1)} %`;
}
