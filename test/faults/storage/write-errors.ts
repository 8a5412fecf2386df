import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '#app/demo-alerts.ts';
import { closedLoad } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until, type Program } from '../program.ts';
import { brokenConservation, conservation, unless, type Conservation } from '../process/promises.ts';
import { Stage } from '../process/stage.ts';
import type { Scenario } from '../scenario.ts';
import { Strace, straceObstacle, type FailingCalls } from './strace.ts';

type WriteErrorsSize = {
  /** How often calls begin to fail. */
  readonly rounds: number;
};

interface WriteErrorsReport extends Conservation {
  readonly rounds: number;
  /** System calls that were made to fail. */
  readonly failures: number;
  /** Alerts acknowledged while nothing could be written. */
  readonly ackedInVain: number;
  /** Rounds in which the process ended. */
  readonly ended: number;
  /** Rounds of which the log says nothing although nothing could be written; a file that could not be prepared is tried again in silence. */
  readonly unlogged: number;
  /** Rounds after which no alert was acknowledged any more. */
  readonly stuck: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** `stops`: whether nothing can become durable without these calls. A log may be opened so that its writes need no flush. */
const failing: readonly (FailingCalls & { readonly stops: boolean })[] = [
  { calls: 'pwrite64', error: 'EIO', stops: true },
  { calls: 'fdatasync,fsync', error: 'EIO', stops: false },
  { calls: 'pwrite64', error: 'ENOSPC', stops: true },
  { calls: 'pwrite64,fdatasync,fsync', error: 'EIO', stops: true },
  { calls: 'fdatasync,fsync', error: 'ENOSPC', stops: false },
];

const failuresInARow = 5;
const connections = 8;
/** Flushes may be seldom, where they are not what an acknowledgement waits for. */
const rareCallsWithinMs = 5000;
/** So many more are acknowledged before a round ends. */
const acksToRecover = 100;

/** Writes and flushes fail from a random instant on, for a while; at the end the process is killed and started again. */
export const writeErrors: Scenario<WriteErrorsSize, WriteErrorsReport> = {
  name: 'write-errors',
  about: 'T3: writing and flushing fail with EIO or ENOSPC from random instants on, under load.',
  ci: { rounds: 5 },
  full: { rounds: 200 },
  obstacle: straceObstacle,

  async run({ rounds }, seed, onProgress) {
    await using stage = new Stage('errors');
    const oracle = new Oracle();
    const sink = await stage.sink({ oracle, behaviours: {} });
    const program = await stage.program(
      `log: { level: info }\noutputs:\n  - { name: healthy, type: webhook, address: '${sink.urlOf('healthy')}' }\n`,
    );
    const random = seededRandom(seed);
    await program.start();
    const load = closedLoad({ url: program.url, oracle, connections });
    const report = { failures: 0, ackedInVain: 0, ended: 0, unlogged: 0, stuck: 0 };
    for (let round = 0; round < rounds && report.ended === 0; round++) {
      const calls = failing[round % failing.length] ?? failing[0];
      await setTimeout(random() * 200);
      const logFile = path.join(stage.folder, `strace-${round}`);
      if (calls) await failForAWhile(program, oracle, calls, logFile, report);
      onProgress(round + 1, rounds);
    }
    const { statuses } = await load.stop();
    await program.end('SIGKILL');
    await program.start();
    await until(() => oracle.missingCount('healthy') === 0, 'every acknowledged alert').catch(() => {});
    return { rounds, ...report, statuses, ...conservation(oracle, ['healthy']) };
  },

  verdict(report) {
    const { ackedInVain, ended, unlogged, stuck, failures, statuses } = report;
    const strange = Object.keys(statuses).filter((status) => status !== '200' && status !== '503');
    return [
      // A kill follows, so that duplicates and their order say nothing.
      ...brokenConservation({ ...report, outputs: withoutOrder(report.outputs) }),
      ...unless(failures > 0, 'no system call failed'),
      ...unless(ackedInVain === 0, `${ackedInVain} alerts were acknowledged while nothing could be written`),
      ...unless(ended === 0, 'the process ended when the storage failed'),
      ...unless(unlogged === 0, `the log says nothing of ${unlogged} failures of the storage`),
      ...unless(stuck === 0, `${stuck} times no alert was acknowledged any more once the storage worked again`),
      ...unless(strange.length === 0, `requests were answered by ${strange.join(', ')}`),
    ];
  },
};

type Counts = { failures: number; ackedInVain: number; ended: number; unlogged: number; stuck: number };

async function failForAWhile(
  program: Program,
  oracle: Oracle,
  calls: FailingCalls & { readonly stops: boolean },
  logFile: string,
  counts: Counts,
): Promise<void> {
  program.log = '';
  let failures = 0;
  const strace = Strace.attach(program.pid, calls, logFile);
  try {
    await strace.failedInARow(failuresInARow, calls.stops ? 60_000 : rareCallsWithinMs);
    const before = oracle.acked;
    const isFailing = await strace.failedInARow(failuresInARow, calls.stops ? 60_000 : rareCallsWithinMs);
    if (calls.stops && isFailing) counts.ackedInVain += oracle.acked - before;
    failures = strace.failures;
  } finally {
    await strace.detach();
  }
  const target = oracle.acked + acksToRecover;
  await until(() => oracle.acked >= target || !program.isRunning, 'it to recover').catch(() => counts.stuck++);
  if (!program.isRunning) counts.ended++;
  if (failures > 0 && calls.stops && !/warn|error/i.test(program.log)) counts.unlogged++;
  counts.failures += failures;
}

function withoutOrder(outputs: Conservation['outputs']): Conservation['outputs'] {
  const entries = Object.entries(outputs);
  return Object.fromEntries(entries.map(([name, tally]) => [name, { ...tally, duplicates: 0, outOfOrder: 0 }]));
}
