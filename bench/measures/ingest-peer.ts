import { atLeast, type Measure } from '../harness/measure.ts';
import { perCpuSecond, perSecond } from '../harness/units.ts';
import { throughput } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { remarkOnLoad } from './remark-on-load.ts';

export const ingestPeer: Measure = {
  goal: 'G1',
  name: 'durable ingest ÷ accepts of the peer',
  about: 'Ours on disk before the answer, the peer as it is; the same bodies, 64 connections, no outputs.',
  needsPeer: true,
  async run(context) {
    const { peer, sizes } = context;
    if (!peer) return [];
    const runs = await context.inPairs(async () => {
      await using other = await peer.start();
      const against = await throughput(other, { seconds: sizes.seconds });
      await using tiercel = await startTiercel(context.program);
      const ours = await throughput(tiercel, { seconds: sizes.seconds });
      return { against, ours, isPerCpuSecond: other.pid !== undefined };
    });
    const isPerCpuSecond = runs.every((run) => run.isPerCpuSecond);
    remarkOnLoad(
      context,
      'The peer',
      runs.map(({ against }) => against),
    );
    return [
      {
        name: this.name,
        ours: runs.map(({ ours }) => (isPerCpuSecond ? ours.perCpuSecond : ours.perSecond)),
        against: runs.map(({ against }) => (isPerCpuSecond ? against.perCpuSecond : against.perSecond)),
        unit: isPerCpuSecond ? perCpuSecond : perSecond,
        target: atLeast(2),
      },
    ];
  },
};
