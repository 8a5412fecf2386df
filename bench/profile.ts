/**
 * Where the time of an alert goes: runs the load of G2 against the source, with V8's profiler in every thread, and prints the
 * shares of self time by area, file and function. For before and after a change.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { load } from './parts/load.ts';
import { pinThisProcess } from './parts/processes.ts';
import { startTiercel, type Tiercel } from './parts/tiercel.ts';
import { CpuMeter } from './parts/usage.ts';
import { areaOf, fileOf } from './profile/areas.ts';
import { bars } from './profile/bars.ts';
import { readProfile, type SelfTime } from './profile/cpu-profile.ts';
import { inspect, type Inspected } from './profile/inspector.ts';

const { values } = parseArgs({
  options: {
    checkout: { type: 'string', default: path.join(import.meta.dirname, '..') },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    rows: { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`node bench/profile.ts [options]

  --checkout DIR    profiles the source of another checkout: before and after
  --seconds N       under load, after as long a warm-up of at most 5 (5)
  --connections N   of the closed loop (64)
  --rows N          files and functions to show for each thread (15)

Examples:
  node bench/profile.ts
  node bench/profile.ts --checkout ../before --seconds 10`);
  process.exit(0);
}

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-profile-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
pinThisProcess();

/** Fine enough for functions, and slows the threads down by some percent only. */
const intervalMicroseconds = 500;
const seconds = Number(values.seconds);
const rows = Number(values.rows);

const script = path.join(path.resolve(values.checkout), 'src/cli/main.ts');
{
  await using tiercel = await startTiercel(
    { words: [process.execPath, script], folder },
    { nodeFlags: ['--inspect=127.0.0.1:0'] },
  );
  await profileUnderLoad(tiercel);
}

async function profileUnderLoad(tiercel: Tiercel): Promise<void> {
  const settings = { mode: 'closed', connections: Number(values.connections) } as const;
  await load(tiercel.url, { ...settings, seconds: Math.min(seconds, 5) });
  const inspection = await inspect(/ws:\S+/.exec(tiercel.log())?.[0] ?? '');
  for (const thread of inspection.threads) await startProfiler(thread);
  const meter = new CpuMeter(tiercel.pid);
  const { accepted, seconds: elapsed } = await load(tiercel.url, { ...settings, seconds });
  const perAlert = ((meter.seconds / accepted) * 1e6).toFixed(0);
  console.log(`${accepted} alerts in ${elapsed.toFixed(1)} s; ${perAlert} µs of CPU for each, profilers included`);
  for (const thread of inspection.threads) {
    print(thread.name, readProfile(await thread.command('Profiler.stop')));
  }
  inspection.close();
}

async function startProfiler(thread: Inspected): Promise<void> {
  await thread.command('Profiler.enable');
  await thread.command('Profiler.setSamplingInterval', { interval: intervalMicroseconds });
  await thread.command('Profiler.start');
}

function print(name: string, times: readonly SelfTime[]): void {
  const busy = times.filter(({ functionName }) => functionName !== '(idle)' && functionName !== '(root)');
  const sum = (list: readonly SelfTime[]) => list.reduce((total, { microseconds }) => total + microseconds, 0);
  const share = Math.round((sum(busy) / sum(times)) * 100);
  console.log(`
${name}: busy, or waiting for disk or core, ${share} % of the time`);
  const by = (label: (time: SelfTime) => string) =>
    bars(
      busy.map((time) => ({ name: label(time), microseconds: time.microseconds })),
      rows,
    );
  console.log(
    `\n${by(areaOf)}\n\n${by(fileOf)}\n\n${by((time) => `${time.functionName || '(anonymous)'} in ${fileOf(time)}`)}`,
  );
}
