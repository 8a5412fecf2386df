/** Before it is known what measuring takes. */
const firstGap = 32;
const maxGap = 100_000;
/** Measuring takes at most this part of the time that rules take for all events. */
const maxShare = 0.01;
/** How much the newest event counts for the means. */
const weightOfNewest = 1 / 8;

/**
 * Says which events are measured: every so many at random, so that no order in which events come matters, and the fewer the
 * longer measuring takes.
 */
export class Sampling {
  #gap = firstGap;
  #drawn = firstGap;
  #left = firstGap;
  #state = 1;
  #means: { readonly evaluationMs: number; readonly measuringMs: number } | undefined;

  /** To be asked once for every event: whether this one is to be measured. */
  isNext(): boolean {
    this.#left--;
    return this.#left <= 0;
  }

  /** How many events came since the one before that was measured, this one among them. */
  get stoodFor(): number {
    return this.#drawn;
  }

  /** Events that came after the last one that was measured. */
  get waiting(): number {
    return this.#drawn - this.#left;
  }

  /** The event at hand was measured: how long its evaluation took, and how long measuring did besides. */
  measured(evaluationMs: number, measuringMs: number): void {
    const before = this.#means ?? { evaluationMs, measuringMs };
    this.#means = {
      evaluationMs: mean(before.evaluationMs, evaluationMs),
      measuringMs: mean(before.measuringMs, measuringMs),
    };
    const wanted = this.#means.measuringMs / (this.#means.evaluationMs * maxShare);
    this.#gap = Number.isFinite(wanted) ? Math.min(Math.max(Math.ceil(wanted), 1), maxGap) : maxGap;
    this.#drawn = 1 + Math.floor(this.#draw() * 2 * this.#gap);
    this.#left = this.#drawn;
  }

  /** From 0 up to 1. What is drawn need not be hard to guess, nor differ between processes. */
  #draw(): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return this.#state / 2 ** 32;
  }
}

function mean(before: number, newest: number): number {
  return before + (newest - before) * weightOfNewest;
}
