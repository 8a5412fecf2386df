import { atMost, type Context, type Measure } from '../harness/measure.ts';
import { megabytes } from '../harness/units.ts';
import { load } from '../parts/load.ts';
import { outputVariables } from '../parts/outputs.ts';
import { startSink } from '../parts/sink.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { peakResidentBytes, residentBytes, untilIdle } from '../parts/usage.ts';

const maxRuns = 3;
/** After these the heap has the size that load alone gives it. */
const plainAlerts = 100_000;

export const memoryBacklog: Measure = {
  goal: 'G5',
  name: 'memory with a backlog ÷ idle',
  about:
    'The high water mark of resident memory while a backlog builds up for one silent webhook, as fast as alerts are taken, against the resident memory after the start. The second row compares with the same load without an output: what the backlog adds to what load takes.',
  async run(context) {
    const { backlogAlerts, pairs } = context.sizes;
    const runs = await context.inPairs(
      async () => ({ without: await peakWithoutOutput(context), ...(await peakWithBacklog(context)) }),
      Math.min(pairs, maxRuns),
    );
    const ours = runs.map(({ peak }) => peak);
    return [
      {
        name: `memory with a backlog of ${backlogAlerts.toLocaleString('en-US')} alerts ÷ idle`,
        ours,
        against: runs.map(({ idle }) => idle),
        unit: megabytes,
        target: atMost(1.2),
      },
      { name: 'the same ÷ load without a backlog', ours, against: runs.map(({ without }) => without), unit: megabytes },
    ];
  },
};

async function peakWithoutOutput({ program, sizes }: Context): Promise<number> {
  await using tiercel = await startTiercel(program);
  await load(tiercel.url, { mode: 'closed', seconds: 600, alerts: Math.min(sizes.backlogAlerts, plainAlerts) });
  return peakResidentBytes(tiercel.pid);
}

async function peakWithBacklog({ program, sizes }: Context): Promise<{ idle: number; peak: number }> {
  await using sink = await startSink();
  await sink.set('/webhook', 'silent');
  const environment = outputVariables(sink.url, ['webhook']);
  await using tiercel = await startTiercel(program, { configuration: '', environment });
  await untilIdle(tiercel.pid, 10);
  const idle = residentBytes(tiercel.pid);
  await load(tiercel.url, { mode: 'closed', seconds: 3600, alerts: sizes.backlogAlerts });
  return { idle, peak: peakResidentBytes(tiercel.pid) };
}
