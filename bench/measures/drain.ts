import { atLeast, atMost, type Context, type Measure } from '../harness/measure.ts';
import { count, perSecond } from '../harness/units.ts';
import { load } from '../parts/load.ts';
import { outputVariables } from '../parts/outputs.ts';
import { startSink, type Counts, type Sink } from '../parts/sink.ts';
import { startTiercel } from '../parts/tiercel.ts';

/** Alerts a second, before the outage ends and after. */
const arrival = 500;
const maxRuns = 3;
const outputs = ['loki', 'elasticsearch'];
/** The longest pause between two attempts must not be most of what is measured. */
const configuration = 'delivery: { maxbackoff: 1s }\n';

interface Drain {
  readonly ratePerOutput: readonly number[];
  readonly counts: readonly Counts[];
}

export const drain: Measure = {
  goal: 'G9',
  name: 'drain after an outage',
  about:
    'Loki and Elasticsearch answer 503 for a while and then take everything, while alerts go on arriving at 500 a second. The rate is what each got, from its first alert until it had caught up; the slower one counts.',
  async run(context) {
    const runs = await context.inPairs(() => drainOnce(context), Math.min(context.sizes.pairs, maxRuns));
    const counts = runs.map((run) => run.counts.reduce(sum, { requests: 0, alerts: 0 }));
    return [
      {
        name: `drain after ${context.sizes.outageSeconds} s of outage ÷ arrival`,
        ours: runs.map(({ ratePerOutput }) => Math.min(...ratePerOutput)),
        against: runs.map(() => arrival),
        unit: perSecond,
        target: atLeast(10),
      },
      {
        name: 'requests ÷ alerts, of outputs whose API takes batches',
        ours: counts.map(({ requests }) => requests),
        against: counts.map(({ alerts }) => alerts),
        unit: count,
        target: atMost(1 / 50),
      },
    ];
  },
};

type Sum = Pick<Counts, 'requests' | 'alerts'>;
const sum = (a: Sum, b: Sum): Sum => ({ requests: a.requests + b.requests, alerts: a.alerts + b.alerts });

async function drainOnce({ program, sizes }: Context): Promise<Drain> {
  await using sink = await startSink();
  for (const output of outputs) await sink.set(`/${output}`, 'down');
  const environment = outputVariables(sink.url, outputs);
  await using tiercel = await startTiercel(program, { configuration, environment });
  const missed = arrival * sizes.outageSeconds;
  await load(tiercel.url, { mode: 'open', rate: arrival, seconds: sizes.outageSeconds });
  const meanwhile = load(tiercel.url, { mode: 'open', rate: arrival, seconds: 5 });
  for (const output of outputs) await sink.set(`/${output}`, 'ok');
  const caughtUp = await Promise.all(outputs.map((output) => untilCaughtUp(sink, output, missed)));
  await meanwhile;
  return { ratePerOutput: caughtUp.map(rateOf), counts: caughtUp };
}

async function untilCaughtUp(sink: Sink, output: string, missed: number): Promise<Counts> {
  await sink.untilHas(`/${output}`, missed, 300);
  return sink.counts(`/${output}`);
}

function rateOf({ alerts, firstAtMs, lastAtMs }: Counts): number {
  return (alerts * 1000) / Math.max(1, lastAtMs - firstAtMs);
}
