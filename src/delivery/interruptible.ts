/** Work that somebody may break off. */
export interface Interruptible<Result> {
  /** Rejects with the reason of the interruption, if there was one. */
  readonly result: Promise<Result>;
  readonly interrupt: (reason: Error) => void;
}

/**
 * Starts work that gets a signal. What is finished at the very moment of the interruption still counts; work that does
 * not heed its signal is left to itself, and its outcome ignored.
 */
export function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Interruptible<Result> {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const working = new AbortController();
  const race = async () => {
    try {
      return await Promise.race([interrupted, work(working.signal)]);
    } catch (error) {
      working.signal.throwIfAborted();
      throw error;
    }
  };
  return {
    result: race(),
    interrupt(reason) {
      working.abort(reason);
      setImmediate(reject, reason);
    },
  };
}
