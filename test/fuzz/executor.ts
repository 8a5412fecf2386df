import vm from 'node:vm';
import type { FuzzTarget } from './fuzz-target.ts';

/** What went wrong with an input. */
export interface Failure {
  readonly kind: 'broken' | 'slow' | 'hang';
  readonly message: string;
  /** Where it failed, in the project's own code; two failures at one place are taken for one. */
  readonly place: string;
}

/** No execution may take this long: it is ended, and so is the run, since it may have left anything half done. */
const hangMs = 20_000;
/** How long one call of `vm` goes on with further inputs. */
const sliceMs = 1000;
const repetitions = 5;

/**
 * Runs inputs and watches their time. Node's `vm` ends code that loops without end, and costs 0.25 ms a call, so a batch shares
 * one. What is slow once may be the machine's fault: it is repeated, and the fastest run counts.
 */
export class Executor {
  executions = 0;
  readonly #target: FuzzTarget;
  readonly #script = new vm.Script('run()');
  readonly #context: { run: () => void } = { run: () => {} };

  constructor(target: FuzzTarget) {
    this.#target = target;
    vm.createContext(this.#context);
  }

  /** Runs all inputs and says which failed. */
  async runAll(inputs: readonly Uint8Array[]): Promise<ReadonlyMap<Uint8Array, Failure>> {
    const failures = new Map<Uint8Array, Failure>();
    for (let next = 0; next < inputs.length;) next = await this.#runFrom(inputs, next, failures);
    return failures;
  }

  async run(input: Uint8Array): Promise<Failure | undefined> {
    return (await this.runAll([input])).get(input);
  }

  /** Runs inputs until all have run, time is up, or one has to be waited for. Returns the number of the next. */
  async #runFrom(inputs: readonly Uint8Array[], first: number, failures: Map<Uint8Array, Failure>): Promise<number> {
    let current = first;
    let waiting: Promise<void> | undefined;
    const suspects: Uint8Array[] = [];
    this.#context.run = () => {
      const endMs = performance.now() + sliceMs;
      for (; current < inputs.length && !waiting && performance.now() < endMs; current++) {
        const input = inputs[current] ?? new Uint8Array();
        const startMs = performance.now();
        try {
          this.executions++;
          waiting = this.#target.run(input) ?? undefined;
        } catch (error) {
          failures.set(input, failureOf(error));
        }
        if (performance.now() - startMs > this.#maxMs) suspects.push(input);
      }
    };
    try {
      this.#script.runInContext(this.#context, { timeout: hangMs });
      await withDeadline(waiting);
    } catch (error) {
      const input = inputs[waiting ? current - 1 : current] ?? new Uint8Array();
      failures.set(input, isTimeout(error) ? hang : failureOf(error));
      return waiting ? current : current + 1;
    }
    for (const input of suspects) this.#confirmSlow(input, failures);
    return current;
  }

  get #maxMs(): number {
    return this.#target.maxMs ?? 10;
  }

  #confirmSlow(input: Uint8Array, failures: Map<Uint8Array, Failure>): void {
    if (failures.has(input)) return;
    let fastestMs = Infinity;
    for (let count = 0; count < repetitions; count++) {
      const startMs = performance.now();
      void this.#target.run(input);
      fastestMs = Math.min(fastestMs, performance.now() - startMs);
    }
    if (fastestMs <= this.#maxMs) return;
    failures.set(input, { kind: 'slow', message: `Takes ${fastestMs.toFixed(1)} ms`, place: 'slow' });
  }
}

const hang: Failure = { kind: 'hang', message: `Takes more than ${hangMs} ms`, place: 'hang' };

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

async function withDeadline(waiting: Promise<void> | undefined): Promise<void> {
  if (!waiting) return;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, hangMs, Object.assign(new Error('late'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' }));
  try {
    await Promise.race([waiting, late]);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'broken', message: String(error), place: typeof error };
  const frame = /\/((?:src|test)\/[^)]*):\d+\)?$/m.exec(error.stack ?? '')?.[1] ?? '';
  // Where the stack runs out is chance.
  const place = error.message.includes('call stack') ? 'stack' : frame;
  return { kind: 'broken', message: error.stack ?? error.message, place: `${error.name} at ${place}` };
}
