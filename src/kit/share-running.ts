/**
 * Work that is not begun anew for whoever asks while it is under way: all who ask share its result. A connection can carry
 * thousands of requests at once, and each would otherwise cost a whole scrape.
 */
export function shareRunning<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return async () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
