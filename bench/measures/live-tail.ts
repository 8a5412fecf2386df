import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { atLeast, atMost, type Context, type Measure } from '../harness/measure.ts';
import { count, milliseconds, percent } from '../harness/units.ts';
import { startBrowser } from '../parts/browser.ts';
import { startConsole } from '../parts/console.ts';
import { LiveCounter } from '../parts/live-counter.ts';
import { load } from '../parts/load.ts';
import { longestTaskMs } from '../parts/task-trace.ts';
import { PageWatch } from '../parts/watched-page.ts';

const rate = 1000;
const connections = 16;
const warmUpSeconds = 5;
const maxFrameMs = 50;
const maxBusyShare = 0.3;
/** The stream brings alerts a few times a second, and says what it left out with them. */
const restMs = 3000;

export const liveTail: Measure = {
  goal: 'G22',
  name: 'live tail',
  about:
    'The page of alerts in Chromium, live, while 1,000 alerts a second arrive in an open loop: the longest task of its main thread in CPU time, the longest time between two frames by the clock, and the CPU time of its main thread, after a warm-up. The browser shares its core with the load and the bench, so that frames wait for these, too: the same page at rest is a remark. Alerts are counted by a connection that follows beside it: after some thousands the page loads its list again and follows from there, and what came in between is in the list.',
  async run(context) {
    const browser = await startBrowser(context);
    if (!browser) return [];
    const runs = await context.inPairs(() => watched(context, browser), Math.min(context.sizes.pairs, 3));
    await browser.close();
    const of = (figure: (run: (typeof runs)[number]) => number) => runs.map(figure);
    for (const { rest, live, said } of runs) {
      context.remark(
        `longest frame ${milliseconds(live.longestMs)} (${live.over50} of ${live.frames} over ${maxFrameMs} ms), at rest ${milliseconds(rest.longestMs)}; the page said: ${said}`,
      );
    }
    return [
      {
        name: `longest task of the live list at ${count(rate)} alerts/s, in CPU time ÷ ${maxFrameMs} ms`,
        ours: of(({ longestMs }) => longestMs),
        against: of(() => maxFrameMs),
        unit: milliseconds,
        target: atMost(1),
      },
      {
        name: `longest frame of the live list at ${count(rate)} alerts/s ÷ ${maxFrameMs} ms`,
        ours: of(({ live }) => live.longestMs),
        against: of(() => maxFrameMs),
        unit: milliseconds,
        target: atMost(1),
      },
      {
        name: `its main thread busy ÷ ${percent(maxBusyShare)}`,
        ours: of(({ live }) => live.busyShare),
        against: of(() => maxBusyShare),
        unit: percent,
        target: atMost(1),
      },
      {
        name: 'alerts sent to who follows, or said to be left out ÷ posted',
        ours: of(({ told }) => told),
        against: of(({ posted }) => posted),
        unit: count,
        target: atLeast(1),
      },
    ];
  },
};

async function watched({ program, sizes }: Context, browser: Browser) {
  await using tiercel = await startConsole(program);
  await load(tiercel.url, { mode: 'open', rate, connections, seconds: 1 });
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const watch = await PageWatch.on(page);
  await page.goto(`${tiercel.consoleUrl}alerts`);
  await page.locator('tbody tr[aria-rowindex]').first().waitFor();
  await load(tiercel.url, { mode: 'open', rate, connections, seconds: warmUpSeconds });
  await setTimeout(restMs);
  const [rest] = await watch.during(() => setTimeout(sizes.liveSeconds * 1000));
  using counter = await LiveCounter.open(tiercel.consoleUrl);
  const [longestMs, [live, { accepted: posted }]] = await longestTaskMs(browser, () =>
    watch.during(async () => {
      const report = await load(tiercel.url, { mode: 'open', rate, connections, seconds: sizes.liveSeconds });
      await setTimeout(restMs);
      return report;
    }),
  );
  const { told } = counter;
  const said = await saidLeftOut(page, () => load(tiercel.url, { mode: 'open', rate, connections, seconds: 2 }));
  await page.context().close();
  return { rest, live, longestMs, told, posted, said };
}

/** The list tells while it is pointed at and alerts wait. */
async function saidLeftOut(page: Page, arrive: () => Promise<unknown>): Promise<string> {
  await page.locator('tbody tr[aria-rowindex]').nth(3).hover();
  await arrive();
  return (await page.locator('.new-alerts__pill').innerText()).replaceAll(/\s+/g, ' ');
}
