import { atLeast, type Context, type Measure } from '../harness/measure.ts';
import { perCpuSecond } from '../harness/units.ts';
import { load } from '../parts/load.ts';
import { fiveOutputs, outputVariables } from '../parts/outputs.ts';
import { startSink } from '../parts/sink.ts';
import type { Subject } from '../parts/subject.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { CpuMeter } from '../parts/usage.ts';

type Start = (environment: Record<string, string>) => Promise<Subject>;

/** The one that does not answer: it delivers alert by alert, on both sides. */
const silentOutput = 'slack';
/** Alerts a second for each second of the run: posted at once, and delivered as fast as that goes. */
const alertsPerSecond = 400;

export const fanOut: Measure = {
  goal: 'G4',
  name: 'fan-out with one of five outputs silent',
  about:
    'Deliveries per CPU-second to webhook, Alertmanager, Loki and Elasticsearch while Slack takes connections and never answers, against deliveries to all five when all are well: the price of taking the alert is spread over four instead of five. The peer has the same outputs.',
  async run(context) {
    const { peer } = context;
    const startOurs: Start = (environment) => startTiercel(context.program, { configuration: '', environment });
    const ours = await context.inPairs(() => bothWays(startOurs, context));
    const row = { name: 'fan-out: one output silent ÷ all well', unit: perCpuSecond };
    const comparisons = [
      {
        ...row,
        ours: ours.map(({ silent }) => silent),
        against: ours.map(({ well }) => well),
        target: atLeast(0.95),
      },
    ];
    if (!peer?.isStarted) return comparisons;
    const theirs = await context.inPairs(() => bothWays((environment) => peer.start(environment), context));
    return [
      ...comparisons,
      {
        ...row,
        name: 'the same of the peer, for comparison',
        ours: theirs.map(({ silent }) => silent),
        against: theirs.map(({ well }) => well),
      },
      {
        ...row,
        name: 'fan-out with one output silent: ours ÷ peer',
        ours: ours.map(({ silent }) => silent),
        against: theirs.map(({ silent }) => silent),
      },
    ];
  },
};

async function bothWays(start: Start, { sizes }: Context): Promise<{ well: number; silent: number }> {
  const alerts = alertsPerSecond * sizes.seconds;
  return {
    well: await deliveries(start, alerts, fiveOutputs),
    silent: await deliveries(start, alerts, fiveOutputs, silentOutput),
  };
}

/** Posts alerts and waits until every output that answers has them. */
async function deliveries(start: Start, alerts: number, outputs: readonly string[], silent?: string): Promise<number> {
  await using sink = await startSink();
  if (silent !== undefined) await sink.set(`/${silent}`, 'silent');
  await using subject = await start(outputVariables(sink.url, outputs));
  const answering = outputs.filter((output) => output !== silent);
  const post = async (count: number, total: number) => {
    await load(subject.url, { mode: 'closed', seconds: 60, alerts: count });
    for (const output of answering) await sink.untilHas(`/${output}`, total, 60);
  };
  const warmUp = Math.min(alerts, 500);
  await post(warmUp, warmUp);
  const meter = new CpuMeter(subject.pid);
  await post(alerts, warmUp + alerts);
  return (alerts * answering.length) / meter.seconds;
}
