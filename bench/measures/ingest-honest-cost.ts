import { atLeast, type Measure } from '../harness/measure.ts';
import { perCpuSecond } from '../harness/units.ts';
import { startBareHttp } from '../parts/bare-http.ts';
import { throughput } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { untilIdle } from '../parts/usage.ts';

export const ingestHonestCost: Measure = {
  goal: 'G2',
  name: 'the same, with the work that comes later',
  about:
    'As before, but the CPU time counts until Tiercel is idle again: indexes, counts and full text built behind the acknowledgement are part of the price.',
  async run(context) {
    const settings = { seconds: context.sizes.seconds };
    const runs = await context.inPairs(async () => {
      await using bare = await startBareHttp();
      const limit = await throughput(bare, settings);
      await using tiercel = await startTiercel(context.program);
      return { limit, ours: await throughput(tiercel, settings, () => untilIdle(tiercel.pid)) };
    });
    return [
      {
        name: 'durable ingest with all work behind it ÷ bare node:http',
        ours: runs.map(({ ours }) => ours.perCpuSecond),
        against: runs.map(({ limit }) => limit.perCpuSecond),
        unit: perCpuSecond,
        target: atLeast(0.7),
      },
    ];
  },
};
