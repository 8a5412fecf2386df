import { atMost, type Measure } from '../harness/measure.ts';
import { milliseconds } from '../harness/units.ts';
import { fdatasync } from '../parts/fdatasync.ts';
import { latency } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';

/** Alerts a second: what one Falco sends in an incident, and far from what the disk can take. */
const rate = 200;

export const ackLatency: Measure = {
  goal: 'G3',
  name: 'ack at one connection ÷ fdatasync',
  about:
    'One connection, 200 alerts a second in an open loop, as one Falco has one request under way; against a preallocated 4 KiB overwrite and `fdatasync` at the same pace. Against overwrites back to back the ratio is shown, not judged: a disk at rest wakes up more slowly.',
  async run(context) {
    const { seconds } = context.sizes;
    const runs = await context.inPairs(async () => {
      const busy = await fdatasync(context.program.folder, 1);
      const paced = await fdatasync(context.program.folder, seconds, rate);
      await using tiercel = await startTiercel(context.program);
      return { busy, paced, ours: await latency(tiercel.url, { connections: 1, rate, seconds }) };
    });
    const p50 = runs.map(({ ours }) => ours.p50Ms);
    return [
      {
        name: 'ack p50 ÷ fdatasync p50',
        ours: p50,
        against: runs.map(({ paced }) => paced.p50Ms),
        unit: milliseconds,
        target: atMost(1.5),
      },
      {
        name: 'ack p99 ÷ fdatasync p99',
        ours: runs.map(({ ours }) => ours.p99Ms),
        against: runs.map(({ paced }) => paced.p99Ms),
        unit: milliseconds,
        target: atMost(2),
      },
      {
        name: 'ack p50 ÷ fdatasync p50 back to back',
        ours: p50,
        against: runs.map(({ busy }) => busy.p50Ms),
        unit: milliseconds,
      },
    ];
  },
};
