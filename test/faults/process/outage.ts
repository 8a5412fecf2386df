import { setTimeout } from 'node:timers/promises';
import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until } from '../program.ts';
import type { Scenario } from '../scenario.ts';
import { untilArrived } from './arrival.ts';
import { Latencies, p99Ratio, rounded, type Percentiles } from './latencies.ts';
import { MemoryWatch } from './memory.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';

type Size = {
  /** Alerts a second. */
  readonly rate: number;
  readonly steadySeconds: number;
  readonly downSeconds: number;
};

interface OutageReport extends Conservation, LoadCounts {
  readonly downSeconds: number;
  /** From posting to arrival at the output that stays up. */
  readonly healthyMs: Readonly<Record<'before' | 'during', Percentiles>>;
  readonly healthyP99Ratio: number;
  readonly memory: ReturnType<MemoryWatch['stop']>;
  /** From the first alert after the return on, while new ones go on coming. */
  readonly drain: { readonly backlog: number; readonly alertsPerSecond: number; readonly timesArrival: number };
}

/** Below that, what is measured is the warming up of the process. */
const minSecondsForMemory = 600;
const maxGrowthPercent = 1;
const maxLoadSeconds = 100_000;

/** One webhook refuses connections for a while under steady load and then comes back; another stays up throughout. */
export const outage: Scenario<Size, OutageReport> = {
  name: 'outage',
  about: 'T5: one output is down while alerts go on coming, then gets all of them in their order.',
  ci: { rate: 300, steadySeconds: 6, downSeconds: 30 },
  full: { rate: 1000, steadySeconds: 60, downSeconds: 3600 },

  async run({ rate, steadySeconds, downSeconds }, _seed, onProgress) {
    await using stage = new Stage('outage');
    const oracle = new Oracle();
    const postedAt = new Map<number, number>();
    const latencies = { before: new Latencies(), during: new Latencies() };
    let current: Latencies | undefined = latencies.before;
    const healthy = await stage.sink({
      oracle,
      behaviours: {},
      onArrival: ({ id }) => {
        current?.add(performance.now() - (postedAt.get(id) ?? 0));
        postedAt.delete(id);
      },
    });
    const failing = await stage.sink({ oracle, behaviours: {} });
    const program = await stage.program(`log: { level: warn }
delivery: { maxbackoff: 2s }
outputs:
  - { name: healthy, type: webhook, address: '${healthy.urlOf('healthy')}' }
  - { name: failing, type: webhook, address: '${failing.urlOf('failing')}' }
`);
    await program.start();
    const load = fixedRateLoad({
      url: program.url,
      oracle,
      rate,
      seconds: maxLoadSeconds,
      onPost: (id) => postedAt.set(id, performance.now()),
    });
    stage.defer(async () => void (await load.stop()));
    await setTimeout(steadySeconds * 1000);

    current = latencies.during;
    const watch = new MemoryWatch(program.pid);
    await failing.down();
    for (let second = 0; second < downSeconds; second++) {
      await setTimeout(1000);
      onProgress(second + 1, downSeconds);
    }
    const memory = watch.stop();
    current = undefined;
    await failing.up();
    const drain = await drained(oracle, rate);

    const counts = await load.stop();
    await untilArrived(oracle, ['healthy', 'failing']);
    const healthyMs = { before: latencies.before.percentiles(), during: latencies.during.percentiles() };
    return {
      downSeconds,
      ...counts,
      ...conservation(oracle, ['healthy', 'failing']),
      healthyMs,
      healthyP99Ratio: p99Ratio(healthyMs.during, healthyMs.before),
      memory,
      drain,
    };
  },

  verdict(report) {
    const { downSeconds, memory, drain } = report;
    const isMemorySettled = downSeconds >= minSecondsForMemory;
    return [
      ...brokenConservation(report),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...unless(drain.timesArrival > 1, 'the output that was down never caught up'),
      ...unless(
        !isMemorySettled || memory.growthPercent <= maxGrowthPercent,
        `memory grew by ${memory.growthPercent} % during the outage`,
      ),
    ];
  },
};

/** Waits until the output that was down is as far as the other. */
async function drained(oracle: Oracle, rate: number): Promise<OutageReport['drain']> {
  const before = oracle.delivered('failing');
  const backlog = oracle.acked - before;
  await until(() => oracle.delivered('failing') > before, 'the output to be tried again');
  const startedAt = performance.now();
  const isCaughtUp = () => oracle.acked - oracle.delivered('failing') < rate / 10;
  await until(isCaughtUp, 'the backlog to be drained', 120_000 + backlog).catch(() => {});
  const seconds = (performance.now() - startedAt) / 1000;
  const alertsPerSecond = Math.round((oracle.delivered('failing') - before) / seconds);
  return { backlog, alertsPerSecond, timesArrival: isCaughtUp() ? rounded(alertsPerSecond / rate) : 0 };
}
