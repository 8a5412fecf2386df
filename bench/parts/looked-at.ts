import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { startConsole, type RunningConsole } from './console.ts';
import { pageRequests, type PageRequest } from './page-requests.ts';
import { PlainGroupBy } from './plain-group-by.ts';
import { requestTimes } from './request-time.ts';
import type { StoredAlerts } from './stored-alerts.ts';
import type { Program } from './tiercel.ts';
import { untilIdle } from './usage.ts';

const pages = { overview: '', alerts: 'alerts' } as const;
/** The search index is built behind what was seeded. */
const maxIndexingSeconds = 1800;
const pauseMs = 200;

/** A console over stored alerts, and the requests that its pages made; what both ask for is in it once. */
export class LookedAt implements AsyncDisposable {
  readonly overviewRequests: readonly PageRequest[];
  readonly #running: RunningConsole;
  readonly #requests: ReadonlyMap<string, PageRequest>;

  private constructor(running: RunningConsole, overview: readonly PageRequest[], alerts: readonly PageRequest[]) {
    this.#running = running;
    this.overviewRequests = overview;
    this.#requests = new Map([...alerts, ...overview].map((request) => [request.name, request]));
  }

  static async open(program: Program, browser: Browser, { folder, untilMs }: StoredAlerts): Promise<LookedAt> {
    const running = await startConsole(program, { folder });
    try {
      await untilIdle(running.pid, maxIndexingSeconds);
      const requestsOf = (page: string) => pageRequests(browser, `${running.consoleUrl}${page}`, untilMs);
      return new LookedAt(running, await requestsOf(pages.overview), await requestsOf(pages.alerts));
    } catch (error) {
      await running[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** As `/histogram`. */
  get names(): readonly string[] {
    return [...this.#requests.keys()];
  }

  /** In milliseconds, by name. */
  async times(): Promise<ReadonlyMap<string, readonly number[]>> {
    const times = new Map<string, readonly number[]>();
    for (const [name, request] of this.#requests) times.set(name, await requestTimes(request));
    return times;
  }

  /** Milliseconds of the same figures without anything that was counted before. */
  async plainCounts(journal: string): Promise<Readonly<Record<'/histogram' | '/facets', number>>> {
    using plain = new PlainGroupBy(journal);
    const answered = async (name: string) => {
      const url = this.#requests.get(name)?.url;
      if (url === undefined) throw new Error(`The page made no request ${name}`);
      return [url, await fetch(url).then((response) => response.json())] as const;
    };
    const [histogram, facets] = [await answered('/histogram'), await answered('/facets')];
    const counts = { '/histogram': plain.histogram(...histogram), '/facets': plain.facets(...facets) };
    // Counting may take minutes, in which nothing else happens here: connections that ended meanwhile are to be seen as such.
    await setTimeout(pauseMs);
    return counts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
  }
}
