import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atMost, type Context, type Measure } from '../harness/measure.ts';
import { percentile } from '../harness/statistics.ts';
import { milliseconds } from '../harness/units.ts';
import { startBrowser } from '../parts/browser.ts';
import { startConsole } from '../parts/console.ts';
import { latency } from '../parts/load.ts';
import { pageRequests, type PageRequest } from '../parts/page-requests.ts';
import { requestTime } from '../parts/request-time.ts';
import { storedAlerts } from '../parts/stored-alerts.ts';
import { untilIdle } from '../parts/usage.ts';

const rate = 200;
const connections = 16;
const everyMs = 1000;
/** Less would be no load, more no steady one. */
const minSeconds = 10;
const maxCopied = 1_000_000;

export const writingWhileReading: Measure = {
  goal: 'G12',
  name: 'ack p99 with a reader',
  about:
    'At 200 alerts a second in an open loop over many stored ones, while somebody opens the overview once a second: all of its requests at once, as the page makes them. Against the same server without the reader; and the reader against itself without load.',
  async run(context) {
    const browser = await startBrowser(context);
    if (!browser) return [];
    const count = context.sizes.consoleAlerts.findLast((alerts) => alerts <= maxCopied) ?? 0;
    const stored = await storedAlerts(context, count);
    const folder = mkdtempSync(path.join(context.program.folder, 'copy-'));
    cpSync(stored.folder, folder, { recursive: true });
    await using tiercel = await startConsole(context.program, { folder });
    await untilIdle(tiercel.pid);
    const requests = await pageRequests(browser, tiercel.consoleUrl, Date.now());
    await browser.close();
    const runs = await context.inPairs((pair) => inTurn(context, tiercel.url, requests, pair % 2 === 1));
    rmSync(folder, { recursive: true, force: true });
    const ofReaders = (side: 'alone' | 'reader') => runs.map((run) => percentile(run[side], 0.95));
    const size = count.toLocaleString('en-US');
    return [
      {
        name: `ack p99 while the overview is read over ${size} alerts ÷ without`,
        ours: runs.map(({ during }) => during.p99Ms),
        against: runs.map(({ steady }) => steady.p99Ms),
        unit: milliseconds,
        target: atMost(2),
      },
      {
        name: `overview, all requests at once, p95 under that load ÷ without`,
        ours: ofReaders('reader'),
        against: ofReaders('alone'),
        unit: milliseconds,
      },
    ];
  },
};

/** Whichever comes first finds colder caches, so that they take turns. */
async function inTurn({ sizes }: Context, url: string, requests: readonly PageRequest[], isSteadyFirst: boolean) {
  const settings = { rate, connections, seconds: Math.max(sizes.seconds, minSeconds) };
  const before = isSteadyFirst ? await latency(url, settings) : undefined;
  const alone = await readDuring(requests, setTimeout(settings.seconds * 1000));
  const underLoad = latency(url, settings);
  const reader = await readDuring(requests, underLoad);
  const during = await underLoad;
  const steady = before ?? (await latency(url, settings));
  return { steady, during, alone, reader };
}

/** Milliseconds until the last answer of each visit. */
async function readDuring(requests: readonly PageRequest[], run: Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  const state = { isOver: false };
  const end = () => (state.isOver = true);
  run.then(end, end);
  while (!state.isOver) {
    const all = await Promise.all(requests.map(({ url }) => requestTime(url)));
    const slowest = Math.max(...all);
    times.push(slowest);
    await setTimeout(Math.max(0, everyMs - slowest));
  }
  return times;
}
