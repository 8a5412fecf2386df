import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until, type Program } from '../program.ts';
import type { OnProgress, Scenario } from '../scenario.ts';
import { LargeSenders } from './large-senders.ts';
import { Latencies, rounded, type Percentiles } from './latencies.ts';
import { memoryOf } from './memory.ts';
import { createMemoryCgroup } from './memory-cgroup.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';

type Size = {
  /** Senders of large bodies, each with one under way. */
  readonly connections: number;
  readonly bodyMiB: number;
  readonly bodiesPerConnection: number;
  /** How much of bodies may be in work at once: `source.maxinflight`, 64 MiB by default. */
  readonly inFlightMiB: number;
  /** Ordinary alerts a second meanwhile. */
  readonly rate: number;
};

interface MemoryReport extends Conservation, LoadCounts {
  readonly limitedBy: 'cgroup v1' | 'cgroup v2' | 'nothing';
  /** High water with ordinary alerts only, and with as many large bodies as the configuration lets in at once. */
  readonly ordinaryMiB: number;
  readonly steadyMiB: number;
  readonly limitMiB: number;
  readonly highWaterMiB: number;
  readonly oomKills: number;
  readonly isAlive: boolean;
  /** Answers to large bodies by status. */
  readonly large: Readonly<Record<string, number>>;
  readonly largeMissing: number;
  readonly ordinaryAckMs: Percentiles;
}

const mebibyte = 1024 ** 2;
const limitToSteady = 1.25;
/** Of what a process is seen to have taken where no limit was set, which would have made it collect its garbage earlier. */
const seenToLimit = 1.2;
const ordinarySeconds = 4;

/**
 * Many senders with large bodies, an output that accepts connections and never reads, and a limit of memory that is
 * little more than what a few such senders need. The number of senders must not count.
 */
export const memoryLimit: Scenario<Size, MemoryReport> = {
  name: 'memory',
  about: 'T10: many large bodies at once and an output that never reads, within 1.25 times the memory of a few.',
  ci: { connections: 100, bodyMiB: 3, bodiesPerConnection: 1, inFlightMiB: 16, rate: 20 },
  full: { connections: 200, bodyMiB: 12, bodiesPerConnection: 3, inFlightMiB: 64, rate: 100 },

  async run(size, _seed, onProgress) {
    const few = Math.max(1, Math.floor(size.inFlightMiB / size.bodyMiB));
    const steady = await underLimit({ ...size, connections: few, bodiesPerConnection: 3 }, undefined, () => {});
    const limitMiB = rounded(steady.highWaterMiB * limitToSteady);
    const found = await underLimit(size, limitMiB, onProgress);
    return { ...found, ordinaryMiB: steady.ordinaryMiB, steadyMiB: steady.highWaterMiB, limitMiB };
  },

  verdict(report) {
    const { oomKills, isAlive, highWaterMiB, limitedBy, largeMissing } = report;
    const limitMiB = report.limitMiB * (limitedBy === 'nothing' ? seenToLimit : 1);
    if (!isAlive)
      return [`the process ended with ${limitMiB} MiB; processes that the kernel ended for that: ${oomKills}`];
    return [
      ...brokenConservation(report),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...unless(highWaterMiB <= limitMiB, `${highWaterMiB} MiB were taken of ${limitMiB} MiB`),
      ...unless(largeMissing === 0, `${largeMissing} large alerts were acknowledged and never came`),
    ];
  },
};

type Found = Omit<MemoryReport, 'steadyMiB' | 'limitMiB'>;

async function underLimit(
  { connections, bodyMiB, bodiesPerConnection, inFlightMiB, rate }: Size,
  limitMiB: number | undefined,
  onProgress: OnProgress,
): Promise<Found> {
  await using stage = new Stage('memory');
  const oracle = new Oracle();
  const large = new LargeSenders(bodyMiB * mebibyte);
  const group = createMemoryCgroup(`tiercel-fault-${process.pid}`);
  stage.defer(() => group?.remove());
  if (limitMiB !== undefined) group?.limit(limitMiB * mebibyte);
  const sink = await stage.sink({
    oracle: { arrive: (output, body) => large.arrive(output, body, oracle) },
    behaviours: {},
  });
  const program = await stage.program(await configuration(stage, inFlightMiB, sink.urlOf('healthy')), {
    wrapper: group?.wrapper ?? [],
  });
  await program.start();
  const latencies = new Latencies();
  const load = fixedRateLoad({
    url: program.url,
    oracle,
    rate,
    seconds: 100_000,
    onAnswer: ({ postedAtMs, answeredAtMs }) => latencies.add(answeredAtMs - postedAtMs),
  });
  stage.defer(async () => void (await load.stop()));
  await setTimeout(ordinarySeconds * 1000);
  const ordinaryMiB = highWaterOf(program);

  await large.post(program.url, connections, bodiesPerConnection, onProgress);
  const counts = await load.stop();
  const isComplete = () => !program.isRunning || (oracle.missing('healthy').length === 0 && large.missing === 0);
  await until(isComplete, 'everything to arrive', 120_000).catch(() => {});
  return {
    ...counts,
    ...conservation(oracle, ['healthy']),
    limitedBy: group ? (`cgroup ${group.version}` as const) : ('nothing' as const),
    ordinaryMiB,
    highWaterMiB: highWaterOf(program),
    oomKills: group?.oomKills() ?? 0,
    isAlive: program.isRunning,
    large: large.statuses,
    largeMissing: large.missing,
    ordinaryAckMs: latencies.percentiles(),
  };
}

/** Nothing is known of a process that is gone. */
function highWaterOf(program: Program): number {
  return program.isRunning ? memoryOf(program.pid).highWaterMiB : Number.NaN;
}

async function configuration(stage: Stage, inFlightMiB: number, healthyUrl: string): Promise<string> {
  const deaf = createServer((socket) => void socket.pause().on('error', () => {})).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  stage.defer(() => void deaf.close());
  const address = deaf.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `log: { level: error }
source: { maxinflight: ${inFlightMiB}MiB, maxwait: 5m }
outputs:
  - { name: healthy, type: webhook, address: '${healthyUrl}', timeout: 2m }
  - { name: deaf, type: webhook, address: 'http://127.0.0.1:${port}/' }
`;
}
