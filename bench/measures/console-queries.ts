import path from 'node:path';
import { atMost, type Comparison, type Context, type Measure } from '../harness/measure.ts';
import { percentile } from '../harness/statistics.ts';
import { bytes, count, milliseconds } from '../harness/units.ts';
import { startBrowser } from '../parts/browser.ts';
import { LookedAt } from '../parts/looked-at.ts';
import { storedAlerts } from '../parts/stored-alerts.ts';

const maxOverviewRequests = 4;
const maxOverviewBytes = 100_000;
const maxMs = 50;
/** Of what a plain GROUP BY takes. */
const countsTarget = atMost(1 / 20);

export const consoleQueries: Measure = {
  goal: 'G11',
  name: 'requests of the console',
  about:
    'Chromium opens overview and alerts, with a day in sight; each request they make is then timed by itself, and compared with the same request of a console that has the least number of alerts, over the same day. Histogram and filters are compared with a plain GROUP BY for the same numbers over the same file, and must agree with it.',
  async run(context) {
    const [least = 0, ...more] = context.sizes.consoleAlerts;
    const comparisons: Comparison[] = [];
    for (const alerts of more) comparisons.push(...(await compared(context, least, alerts)));
    return comparisons;
  },
};

async function compared(context: Context, least: number, alerts: number): Promise<readonly Comparison[]> {
  const [few, many] = [await storedAlerts(context, least), await storedAlerts(context, alerts)];
  const browser = await startBrowser(context);
  if (!browser) return [];
  await using small = await LookedAt.open(context.program, browser, few);
  await using large = await LookedAt.open(context.program, browser, many);
  await browser.close();
  const runs = await context.inPairs(async () => {
    const [before, after] = [await small.times(), await large.times()];
    return { before, after, plain: await large.plainCounts(path.join(many.folder, 'journal')) };
  });
  const size = alerts.toLocaleString('en-US');
  const overview = large.overviewRequests;
  const all = (name: string) => runs.flatMap(({ after }) => after.get(name) ?? []);
  const ofPairs = (figure: (run: (typeof runs)[number]) => number) => runs.map(figure);
  const middle = (times: readonly number[] | undefined) => percentile(times ?? [], 0.5);
  return [
    ...large.names.map((name) => ({
      name: `${name} at ${size} alerts ÷ at ${least.toLocaleString('en-US')}`,
      ours: ofPairs(({ after }) => middle(after.get(name))),
      against: ofPairs(({ before }) => middle(before.get(name))),
      unit: milliseconds,
      target: atMost(2),
    })),
    ...(['/histogram', '/facets'] as const).map((name) => ({
      name: `${name} at ${size} alerts ÷ plain GROUP BY`,
      ours: ofPairs(({ after }) => middle(after.get(name))),
      against: ofPairs(({ plain }) => plain[name]),
      unit: milliseconds,
      target: countsTarget,
    })),
    {
      name: `slowest p95 of these requests at ${size} alerts ÷ ${maxMs} ms`,
      ours: [Math.max(...large.names.map((name) => percentile(all(name), 0.95)))],
      against: [maxMs],
      unit: milliseconds,
      target: atMost(1),
    },
    {
      name: `requests of the overview at ${size} alerts ÷ ${maxOverviewRequests}`,
      ours: [overview.length],
      against: [maxOverviewRequests],
      unit: count,
      target: atMost(1),
    },
    {
      name: `their answers at ${size} alerts ÷ 100 kB`,
      ours: [overview.reduce((sum, request) => sum + request.bytes, 0)],
      against: [maxOverviewBytes],
      unit: bytes,
      target: atMost(1),
    },
  ];
}
