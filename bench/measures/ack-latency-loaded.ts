import { atMost, type Measure } from '../harness/measure.ts';
import { milliseconds } from '../harness/units.ts';
import { fdatasync } from '../parts/fdatasync.ts';
import { latency, throughput } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';

export const ackLatencyLoaded: Measure = {
  goal: 'G3',
  name: 'ack p99 at half of the greatest load ÷ fdatasync p99',
  about:
    'The greatest load is that of a closed loop of 64 connections in the same pair; half of it comes in an open loop. Against overwrites back to back, as commits are under load.',
  async run(context) {
    const { seconds } = context.sizes;
    const runs = await context.inPairs(async () => {
      const floor = await fdatasync(context.program.folder, 1);
      await using tiercel = await startTiercel(context.program);
      const most = await throughput(tiercel, { seconds: Math.min(seconds, 3) });
      return { floor, ours: await latency(tiercel.url, { rate: most.perSecond / 2, seconds }) };
    });
    return [
      {
        name: this.name,
        ours: runs.map(({ ours }) => ours.p99Ms),
        against: runs.map(({ floor }) => floor.p99Ms),
        unit: milliseconds,
        target: atMost(10),
      },
    ];
  },
};
