import { atLeast, type Measure } from '../harness/measure.ts';
import { median } from '../harness/statistics.ts';
import { bytes, perCpuSecond } from '../harness/units.ts';
import { startConsole } from '../parts/console.ts';
import { LiveReaders } from '../parts/live-readers.ts';
import { throughput } from '../parts/load.ts';

const tabs = 20;

export const liveTabs: Measure = {
  goal: 'G12',
  name: 'ingest with live tabs',
  about:
    'Alerts answered 200 per second of the CPU time of Tiercel, console included, while 20 connections read the live stream of all alerts; against the same server without any.',
  async run(context) {
    const settings = { seconds: context.sizes.seconds };
    const runs = await context.inPairs(async () => {
      await using tiercel = await startConsole(context.program);
      const without = await throughput(tiercel, settings);
      using readers = await LiveReaders.open(tiercel.consoleUrl, tabs);
      const before = readers.bytes;
      const during = await throughput(tiercel, settings);
      return { without, during, read: (readers.bytes - before) / tabs / settings.seconds };
    });
    const read = median(runs.map((run) => run.read));
    context.remark(`each tab was sent ${bytes(read)} a second, the warm-up's included`);
    return [
      {
        name: `ingest with ${tabs} live tabs ÷ without`,
        ours: runs.map(({ during }) => during.perCpuSecond),
        against: runs.map(({ without }) => without.perCpuSecond),
        unit: perCpuSecond,
        target: atLeast(0.9),
      },
    ];
  },
};
