import { atMost, type Measure } from '../harness/measure.ts';
import { megabytes } from '../harness/units.ts';
import { load } from '../parts/load.ts';
import { outputVariables } from '../parts/outputs.ts';
import { startSink } from '../parts/sink.ts';
import type { Subject } from '../parts/subject.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { peakResidentBytes } from '../parts/usage.ts';

const maxRuns = 3;
const rate = 2000;

export const memoryPeer: Measure = {
  goal: 'G5',
  name: 'memory with a silent output: ours ÷ peer',
  about: 'The high water marks after 2,000 alerts a second for a while, with a webhook that never answers.',
  needsPeer: true,
  async run(context) {
    const { peer, sizes } = context;
    if (!peer?.isStarted) throw new Error('The peer must be started with an output: use --peer-command');
    const runs = await context.inPairs(
      async () => {
        await using sink = await startSink();
        await sink.set('/webhook', 'silent');
        const environment = outputVariables(sink.url, ['webhook']);
        const theirs = await peakOf(peer.start(environment), sizes.peerSeconds);
        const ours = await peakOf(startTiercel(context.program, { configuration: '', environment }), sizes.peerSeconds);
        return { theirs, ours };
      },
      Math.min(sizes.pairs, maxRuns),
    );
    return [
      {
        name: `memory after ${sizes.peerSeconds} s with a silent output: ours ÷ peer`,
        ours: runs.map(({ ours }) => ours),
        against: runs.map(({ theirs }) => theirs),
        unit: megabytes,
        target: atMost(0.1),
      },
    ];
  },
};

async function peakOf(starting: Promise<Subject>, seconds: number): Promise<number> {
  await using subject = await starting;
  await load(subject.url, { mode: 'open', rate, seconds });
  return peakResidentBytes(subject.pid ?? 0);
}
