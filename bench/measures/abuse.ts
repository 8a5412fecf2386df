import path from 'node:path';
import { z } from 'zod';
import { atMost, type Context, type Measure } from '../harness/measure.ts';
import { median } from '../harness/statistics.ts';
import { milliseconds } from '../harness/units.ts';
import type { LoadReport } from '../load/settings.ts';
import { load } from '../parts/load.ts';
import { cores, outputOf, start } from '../parts/processes.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { CpuMeter } from '../parts/usage.ts';

const rate = 200;
const connections = 16;
const slowConnections = 1000;
const bombSenders = 100;
const script = path.join(import.meta.dirname, '../programs/hostile.ts');
const hostileReport = z.strictObject({ sentBytes: z.int(), cpuShare: z.number() });
const nanosecondsPerByte = (seconds: number) => `${(seconds * 1e9).toFixed(1)} ns/B`;

export const abuse: Measure = {
  goal: 'G20',
  name: 'abuse',
  about:
    '1,000 connections that send a byte a second, and 100 senders that post a bomb a second each (nesting, keys, gzip), beside honest alerts: 200 a second in an open loop; against the same without them. A hostile byte costs what the CPU time grew by; they share the core of the load, which they disturb too.',
  async run(context) {
    const runs = await context.inPairs(() => withAndWithout(context));
    const percent = (share: (run: Run) => number) => `${Math.round(median(runs.map(share)) * 100)} %`;
    context.remark(
      `hostile senders used ${percent(({ hostileShare }) => hostileShare)} of the second core, the honest one ${percent(({ under }) => under.cpuShare)}; the subject ${percent(({ subjectShare }) => subjectShare)} of its own`,
    );
    return [
      {
        name: 'honest ack p99 under abuse ÷ without',
        ours: runs.map(({ under }) => under.p99Ms),
        against: runs.map(({ calm }) => calm.p99Ms),
        unit: milliseconds,
        target: atMost(1.2),
      },
      {
        name: 'CPU of a hostile byte ÷ of an honest one',
        ours: runs.map(({ hostileByte }) => hostileByte),
        against: runs.map(({ honestByte }) => honestByte),
        unit: nanosecondsPerByte,
        target: atMost(3),
      },
    ];
  },
};

interface Run {
  readonly calm: LoadReport;
  readonly under: LoadReport;
  readonly honestByte: number;
  readonly hostileByte: number;
  readonly hostileShare: number;
  readonly subjectShare: number;
}

async function withAndWithout({ program, sizes }: Context): Promise<Run> {
  await using tiercel = await startTiercel(program);
  const settings = { mode: 'open', rate, connections, seconds: sizes.seconds } as const;
  await load(tiercel.url, { ...settings, seconds: 1 });
  const before = new CpuMeter(tiercel.pid);
  const calm = await load(tiercel.url, settings);
  const calmSeconds = before.seconds;

  const words = [
    process.execPath,
    script,
    tiercel.url,
    String(sizes.seconds + 2),
    String(slowConnections),
    String(bombSenders),
  ];
  const during = new CpuMeter(tiercel.pid);
  const hostile = outputOf(start({ core: cores.load, words, stdout: 'pipe' }));
  const under = await load(tiercel.url, settings);
  const subjectShare = during.share;
  const { sentBytes, cpuShare } = hostileReport.parse(JSON.parse(await hostile));
  return {
    calm,
    under,
    honestByte: calmSeconds / calm.acceptedBytes,
    hostileByte: Math.max(0, during.seconds - calmSeconds) / sentBytes,
    hostileShare: cpuShare,
    subjectShare,
  };
}
