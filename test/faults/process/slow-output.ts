import { setTimeout } from 'node:timers/promises';
import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until, type Program } from '../program.ts';
import type { Scenario } from '../scenario.ts';
import { Latencies, p99Ratio, type Percentiles } from './latencies.ts';
import { checkScrape, type SlowArrivals } from './scrape-check.ts';
import { scrape } from './metrics-page.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';

type Size = {
  /** Alerts a second. */
  readonly rate: number;
  readonly steadySeconds: number;
  readonly slowSeconds: number;
  /** How long each answer of the slow output takes. */
  readonly answerMs: number;
};

interface SlowOutputReport extends Conservation, LoadCounts {
  /** From posting to arrival at the quick output. */
  readonly quickMs: Readonly<Record<'before' | 'during', Percentiles>>;
  readonly quickP99Ratio: number;
  readonly scrapes: number;
  readonly maxOwed: number;
  readonly maxOldestAgeSeconds: number;
  /** What was not exact, one sentence each. */
  readonly inexact: readonly string[];
}

const outputs = ['quick', 'slow', 'picky'];
const scrapeEveryMs = 250;

/**
 * One output answers after a long while, another is quick, and a third takes urgent alerts only and refuses every fifth of
 * these for good, so that each kind of fate occurs. Alerts come through one connection, hence in a known order: so the
 * oldest alert that is owed follows from the number of those delivered, and its age can be checked.
 */
export const slowOutput: Scenario<Size, SlowOutputReport> = {
  name: 'slow-output',
  about: 'T6: one output is slow: others do not notice, and backlog and oldest age are exact in every scrape.',
  ci: { rate: 100, steadySeconds: 5, slowSeconds: 15, answerMs: 1000 },
  full: { rate: 500, steadySeconds: 30, slowSeconds: 1800, answerMs: 5000 },

  async run({ rate, steadySeconds, slowSeconds, answerMs }, _seed, onProgress) {
    await using stage = new Stage('slow-output');
    const oracle = new Oracle();
    const latencies = { before: new Latencies(), during: new Latencies() };
    const times = { posted: new Map<number, number>(), answered: new Map<number, number>() };
    const slowArrivals: number[] = [];
    let current: Latencies | undefined = latencies.before;
    let delayMs = 0;
    let picked = 0;
    const sink = await stage.sink({
      oracle,
      behaviours: {
        slow: () => setTimeout(delayMs, { status: 200 }),
        picky: () => ({ status: ++picked % 5 === 0 ? 400 : 200 }),
      },
      onArrival: ({ output, id }) => {
        if (output === 'slow') slowArrivals.push(id);
        if (output === 'quick') current?.add(Date.now() - (times.posted.get(id) ?? 0));
      },
    });
    const program = await stage.program(`log: { level: error }
outputs:
  - { name: quick, type: webhook, address: '${sink.urlOf('quick')}' }
  - { name: slow, type: webhook, address: '${sink.urlOf('slow')}' }
  - { name: picky, type: webhook, minimumpriority: critical, address: '${sink.urlOf('picky')}' }
`);
    await program.start();
    const load = fixedRateLoad({
      url: program.url,
      oracle,
      rate,
      seconds: steadySeconds + slowSeconds,
      connections: 1,
      onPost: (id) => times.posted.set(id, Date.now()),
      onAnswer: ({ ids }) => ids.forEach((id) => times.answered.set(id, Date.now())),
    });
    stage.defer(async () => void (await load.stop()));
    await setTimeout(steadySeconds * 1000);

    current = latencies.during;
    delayMs = answerMs;
    const findings = await scraped(program, { oracle, ...times, slowArrivals }, slowSeconds, onProgress);
    current = undefined;
    delayMs = 0;
    const counts = await load.ended;
    await until(async () => isSettled(program), 'everything to be settled', 120_000).catch(() => {});
    const quickMs = { before: latencies.before.percentiles(), during: latencies.during.percentiles() };
    return {
      ...counts,
      ...conservation(oracle, ['quick', 'slow']),
      quickMs,
      quickP99Ratio: p99Ratio(quickMs.during, quickMs.before),
      ...findings,
      inexact: [...findings.inexact, ...(await endOf(program, oracle, picked))],
    };
  },

  verdict(report) {
    const { inexact, scrapes, maxOwed } = report;
    return [
      ...brokenConservation(report),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...unless(scrapes > 0 && maxOwed > 0, 'no scrape saw a backlog'),
      ...unless(inexact.length === 0, `${inexact.length} figures were not exact: ${inexact.slice(0, 5).join('; ')}`),
    ];
  },
};

type Findings = Pick<SlowOutputReport, 'scrapes' | 'maxOwed' | 'maxOldestAgeSeconds' | 'inexact'>;

async function scraped(
  program: Program,
  arrivals: SlowArrivals,
  seconds: number,
  onProgress: (done: number, total: number) => void,
): Promise<Findings> {
  const inexact: string[] = [];
  const startedAt = performance.now();
  let [scrapes, maxOwed, maxOldestAgeSeconds] = [0, 0, 0];
  for (let passed = 0; passed < seconds; passed = (performance.now() - startedAt) / 1000) {
    const before = { atMs: Date.now(), acked: arrivals.oracle.acked };
    const series = await scrape(program.url);
    inexact.push(...checkScrape({ before, series, atMs: Date.now() }, outputs, arrivals));
    scrapes++;
    maxOwed = Math.max(maxOwed, series.get('tiercel_queue_depth{output="slow"}') ?? 0);
    maxOldestAgeSeconds = Math.max(
      maxOldestAgeSeconds,
      series.get('tiercel_oldest_owed_age_seconds{output="slow"}') ?? 0,
    );
    onProgress(Math.min(seconds, Math.round(passed)), seconds);
    await setTimeout(scrapeEveryMs);
  }
  return { scrapes, maxOwed, maxOldestAgeSeconds, inexact };
}

async function isSettled(program: Program): Promise<boolean> {
  return [...(await program.ledgers()).values()].every(({ owed }) => owed === 0);
}

/** When all is quiet, there is one right answer. */
async function endOf(program: Program, { acked }: Oracle, picked: number): Promise<readonly string[]> {
  const ledgers = await program.ledgers();
  const refused = Math.floor(picked / 5);
  const expected = {
    quick: { delivered: acked, dead: 0, suppressed: 0 },
    slow: { delivered: acked, dead: 0, suppressed: 0 },
    picky: { delivered: picked - refused, dead: refused, suppressed: acked - picked },
  };
  return Object.entries(expected).flatMap(([name, { delivered, dead, suppressed }]) => {
    const found = ledgers.get(name);
    const isExact = found?.delivered === delivered && found.dead === dead && found.suppressed === suppressed;
    return unless(isExact, `at the end "${name}" is said to have ${JSON.stringify(found)}`);
  });
}
