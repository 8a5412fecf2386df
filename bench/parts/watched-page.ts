import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

const frames = z.object({ longestMs: z.number(), over50: z.number(), frames: z.number() });

/** What a page did with its main thread while it was watched. */
export interface Watched extends z.output<typeof frames> {
  /** CPU time of the main thread, of one core. */
  readonly busyShare: number;
}

const startFrames = `
  const watched = { longestMs: 0, over50: 0, frames: 0, isOn: true };
  let last = performance.now();
  const frame = (now) => {
    const ms = now - last;
    last = now;
    watched.frames++;
    watched.longestMs = Math.max(watched.longestMs, ms);
    if (ms > 50) watched.over50++;
    if (watched.isOn) requestAnimationFrame(frame);
  };
  requestAnimationFrame((now) => {
    last = now;
    requestAnimationFrame(frame);
  });
  globalThis.watchedFrames = watched;`;
const endFrames = 'globalThis.watchedFrames.isOn = false; globalThis.watchedFrames';

/** Watches what a page does with its main thread. */
export class PageWatch {
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async on(page: Page): Promise<PageWatch> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new PageWatch(page, session);
  }

  /** Watches frames and main thread while something runs. */
  async during<Result>(run: () => Promise<Result>): Promise<readonly [Watched, Result]> {
    const before = await this.#cpuSeconds();
    const startedAtMs = performance.now();
    await this.#page.evaluate(startFrames);
    const result = await run();
    const seen = frames.parse(await this.#page.evaluate(endFrames));
    const busyShare = (((await this.#cpuSeconds()) - before) * 1000) / (performance.now() - startedAtMs);
    return [{ ...seen, busyShare }, result];
  }

  async #cpuSeconds(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? NaN;
  }
}
