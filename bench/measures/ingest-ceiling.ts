import { atLeast, type Measure } from '../harness/measure.ts';
import { perCpuSecond } from '../harness/units.ts';
import { startBareHttp } from '../parts/bare-http.ts';
import { throughput } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { remarkOnLoad } from './remark-on-load.ts';

export const ingestCeiling: Measure = {
  goal: 'G2',
  name: 'durable ingest ÷ bare node:http',
  about: 'Alerts answered 200 and on disk, 64 connections, against `node:http` that reads the body and keeps nothing.',
  async run(context) {
    const settings = { seconds: context.sizes.seconds };
    const runs = await context.inPairs(async () => {
      await using bare = await startBareHttp();
      const limit = await throughput(bare, settings);
      await using tiercel = await startTiercel(context.program);
      return { limit, ours: await throughput(tiercel, settings) };
    });
    remarkOnLoad(
      context,
      'bare node:http',
      runs.map(({ limit }) => limit),
    );
    remarkOnLoad(
      context,
      'Tiercel',
      runs.map(({ ours }) => ours),
    );
    return [
      {
        name: this.name,
        ours: runs.map(({ ours }) => ours.perCpuSecond),
        against: runs.map(({ limit }) => limit.perCpuSecond),
        unit: perCpuSecond,
        target: atLeast(0.7),
      },
    ];
  },
};
