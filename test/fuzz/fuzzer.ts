import type { Random } from '../../src/app/demo-alerts.ts';
import type { Coverage } from './coverage.ts';
import { Executor, type Failure } from './executor.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutate.ts';
import { Population } from './population.ts';

/** What the fuzzer tells while it works. */
export interface FuzzEvents {
  /** An input that reached something new. */
  readonly grew: (input: Uint8Array) => void;
  /** The first failure at its place, with the shortest input that was found for it. */
  readonly failed: (input: Uint8Array, failure: Failure) => void;
  /** After each batch. */
  readonly progress: (state: FuzzState) => void;
}

export interface FuzzState {
  readonly executions: number;
  readonly corpusSize: number;
  readonly failures: number;
}

/** A batch should take long against reading the counters, which takes 2 ms. */
const batchMs = 60;
const maxBatch = 4096;
/** Each try to shorten what is slow takes long. */
const maxSlowTries = 60;

type Child = readonly [input: Uint8Array, parent: ReturnType<Population['pick']>];

/** Coverage-guided: what reaches code that nothing reached before becomes a starting point itself. */
export class Fuzzer {
  readonly #target: FuzzTarget;
  readonly #coverage: Coverage;
  readonly #random: Random;
  readonly #events: FuzzEvents;
  readonly #executor: Executor;
  readonly #population: Population;
  readonly #dictionary: readonly Uint8Array[];
  readonly #places = new Set<string>();
  #batchSize = 8;
  #isHung = false;

  constructor(target: FuzzTarget, coverage: Coverage, random: Random, events: FuzzEvents) {
    this.#target = target;
    this.#coverage = coverage;
    this.#random = random;
    this.#events = events;
    this.#executor = new Executor(target);
    this.#population = new Population(random);
    this.#dictionary = target.dictionary.map((piece) => Buffer.from(piece));
  }

  get state(): FuzzState {
    const { executions } = this.#executor;
    return { executions, corpusSize: this.#population.size, failures: this.#places.size };
  }

  /** Inputs that are starting points whether or not they reach anything new. */
  async start(inputs: readonly Uint8Array[]): Promise<void> {
    for (const input of inputs) {
      const startMs = performance.now();
      await this.#run([input]);
      this.#population.add(input, undefined, performance.now() - startMs);
    }
    this.#coverage.read();
    this.#coverage.keep();
  }

  /** Runs batches until told to stop, or until an input hangs. */
  async fuzz(goesOn: () => boolean): Promise<void> {
    while (!this.#isHung && goesOn()) {
      const children = Array.from({ length: this.#batchSize }, () => this.#child());
      const startMs = performance.now();
      await this.#learn(children, false);
      this.#adapt(performance.now() - startMs);
      this.#events.progress(this.state);
    }
  }

  #child(): Child {
    const parent = this.#population.pick();
    const input = parent?.input ?? new Uint8Array();
    const other = this.#population.any()?.input ?? input;
    const material = {
      random: this.#random,
      dictionary: this.#dictionary,
      other,
      maxBytes: this.#target.maxBytes ?? 4096,
    };
    return [mutate(input, material), parent];
  }

  /** Halves a batch that reached something new until the inputs that did are alone. */
  async #learn(children: readonly Child[], isRepetition: boolean): Promise<void> {
    const startMs = performance.now();
    await this.#run(
      children.map(([input]) => input),
      isRepetition,
    );
    const tookMs = performance.now() - startMs;
    if (this.#isHung || this.#coverage.read() === 0) return;
    const [only] = children;
    if (only && children.length === 1) {
      this.#coverage.keep();
      this.#population.add(...only, tookMs);
      this.#events.grew(only[0]);
      return;
    }
    const middle = Math.ceil(children.length / 2);
    await this.#learn(children.slice(0, middle), true);
    await this.#learn(children.slice(middle), true);
  }

  async #run(inputs: readonly Uint8Array[], isRepetition = false): Promise<void> {
    const failures = await this.#executor.runAll(inputs);
    if (isRepetition) return;
    for (const [input, failure] of failures) await this.#report(input, failure);
  }

  async #report(input: Uint8Array, failure: Failure): Promise<void> {
    if (this.#places.has(failure.place)) return;
    this.#places.add(failure.place);
    if (failure.kind === 'hang') {
      this.#isHung = true;
      return this.#events.failed(input, failure);
    }
    const isSame = async (candidate: Uint8Array) => (await this.#executor.run(candidate))?.place === failure.place;
    const shortest = await minimise(input, isSame, failure.kind === 'slow' ? maxSlowTries : undefined);
    this.#events.failed(shortest, (await this.#executor.run(shortest)) ?? failure);
  }

  #adapt(tookMs: number): void {
    if (tookMs < batchMs) this.#batchSize = Math.min(maxBatch, this.#batchSize * 2);
    else if (tookMs > 4 * batchMs) this.#batchSize = Math.max(1, Math.ceil(this.#batchSize / 2));
  }
}
