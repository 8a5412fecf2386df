import path from 'node:path';
import type { z } from 'zod';
import { loadReport, type loadSettings, type LoadReport } from '../load/settings.ts';
import { cores, outputOf, start } from './processes.ts';
import type { Subject } from './subject.ts';
import { CpuMeter } from './usage.ts';

type Load = Omit<z.input<typeof loadSettings>, 'url'>;

/** Puts a server under load from the other core, and resolves when that is over. */
export async function load(url: string, settings: Load): Promise<LoadReport> {
  const script = path.join(import.meta.dirname, '../programs/load.ts');
  const words = [process.execPath, script, JSON.stringify({ url, ...settings })];
  return loadReport.parse(JSON.parse(await outputOf(start({ core: cores.load, words, stdout: 'pipe' }))));
}

/** Compilers and heaps need some seconds to settle. */
const maxWarmUpSeconds = 3;

const warmUp = (seconds: number | undefined) => Math.min(maxWarmUpSeconds, seconds ?? maxWarmUpSeconds);

/** Latency of an open loop. A warm-up does not count. */
export async function latency(url: string, settings: Omit<Load, 'mode'>): Promise<LoadReport> {
  await load(url, { ...settings, mode: 'open', seconds: warmUp(settings.seconds) });
  return load(url, { ...settings, mode: 'open' });
}

export interface Throughput {
  /** Accepted alerts per second of the subject's CPU time; by the clock where its process is not ours. */
  readonly perCpuSecond: number;
  /** By the clock. */
  readonly perSecond: number;
  /** Of one core. */
  readonly subjectShare: number;
  readonly loadShare: number;
}

/** Throughput of a closed loop. A warm-up does not count. */
export async function throughput(
  { url, pid }: Pick<Subject, 'url' | 'pid'>,
  settings: Omit<Load, 'mode'>,
  settle: () => Promise<void> = async () => {},
): Promise<Throughput> {
  await load(url, { ...settings, mode: 'closed', seconds: warmUp(settings.seconds) });
  await settle();
  const meter = new CpuMeter(pid);
  const report = await load(url, { ...settings, mode: 'closed' });
  const subjectSeconds = meter.seconds;
  await settle();
  return {
    perCpuSecond: report.accepted / (pid === undefined ? report.seconds : meter.seconds),
    perSecond: report.accepted / report.seconds,
    subjectShare: subjectSeconds / report.seconds,
    loadShare: report.cpuShare,
  };
}
