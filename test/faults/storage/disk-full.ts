import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { closedLoad } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until, type Program } from '../program.ts';
import { conservation, unless, type Conservation } from '../process/promises.ts';
import { Stage } from '../process/stage.ts';
import type { Scenario } from '../scenario.ts';
import { SmallDisk, smallDiskObstacle, type DiskKind } from './small-disk.ts';

type DiskFullSize = {
  /** How often the disk gets full; every second time the process is killed before there is space again. */
  readonly rounds: number;
  /** How long it stays full. */
  readonly holdSeconds: number;
};

interface DiskFullReport extends Conservation {
  readonly disk: DiskKind;
  readonly kills: number;
  /** Acknowledged while the disk was full, in what was reserved before. */
  readonly ackedWhileFull: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Looks at the console, its API and the metrics while the disk was full that were not answered by 200. */
  readonly blind: number;
  readonly looks: number;
  /** Rounds in which neither the API nor the log said what was the matter. */
  readonly untold: number;
  readonly ended: number;
  readonly stuck: number;
  /** From the space to the next acknowledgement. */
  readonly recoveredAfterMs: number;
}

const mebibytes = 16;
const connections = 8;
const lookEveryMs = 500;
/** How long alerts may still be acknowledged in what was reserved on the disk before. */
const maxReserveSeconds = 60;

interface Course {
  ackedWhileFull: number;
  blind: number;
  looks: number;
  untold: number;
  ended: number;
  stuck: number;
  recoveredAfterMs: number;
}

/** The disk of the journal gets full under load, stays so, and is freed; or the process is killed meanwhile. */
export const diskFull: Scenario<DiskFullSize, DiskFullReport> = {
  name: 'disk-full',
  about: 'T4: the disk gets full under load, stays so for a while, and is freed; kill -9 shows what was really kept.',
  ci: { rounds: 2, holdSeconds: 4 },
  full: { rounds: 4, holdSeconds: 600 },
  obstacle: smallDiskObstacle,

  async run({ rounds, holdSeconds }, _seed, onProgress) {
    await using stage = new Stage('full');
    const disk = new SmallDisk(stage.folder, mebibytes);
    stage.defer(() => disk.unmount());
    const oracle = new Oracle();
    const sink = await stage.sink({ oracle, behaviours: {} });
    const program = await stage.program(`log: { level: info }
journal: { path: ${path.join(disk.folder, 'journal')} }
outputs:
  - { name: healthy, type: webhook, address: '${sink.urlOf('healthy')}' }
`);
    const course = { ackedWhileFull: 0, blind: 0, looks: 0, untold: 0, ended: 0, stuck: 0, recoveredAfterMs: 0 };
    const statuses: Record<string, number> = {};
    for (let round = 0; round < rounds; round++) {
      await program.start();
      const load = closedLoad({ url: program.url, oracle, connections });
      const enough = oracle.acked + 200;
      await until(() => oracle.acked >= enough, 'the first alerts');
      disk.fill();
      await holdFull(program, oracle, holdSeconds, course, (share) => onProgress(round + share, rounds));
      if (round % 2 === 0) await freeAndRecover(program, oracle, disk, course);
      if (!program.isRunning) course.ended++;
      const stopped = load.stop();
      await program.end('SIGKILL');
      for (const [status, count] of Object.entries((await stopped).statuses)) {
        statuses[status] = (statuses[status] ?? 0) + count;
      }
      disk.free();
      onProgress(round + 1, rounds);
    }
    await program.start();
    await until(() => oracle.missingCount('healthy') === 0, 'every acknowledged alert').catch(() => {});
    const kills = rounds;
    return { disk: disk.kind, kills, ...course, statuses, ...conservation(oracle, ['healthy']) };
  },

  verdict({ acked, corrupted, spurious, outputs, statuses, blind, looks, untold, ended, stuck }) {
    const strange = Object.keys(statuses).filter((status) => status !== '200' && status !== '503');
    const missing = outputs['healthy']?.missing;
    return [
      ...unless(acked > 0, 'no alert was acknowledged'),
      ...unless(missing === 0, `${missing} acknowledged alerts were not kept`),
      ...unless(corrupted + spurious === 0, `${corrupted} alerts arrived changed, ${spurious} that nobody posted`),
      ...unless(strange.length === 0, `requests were answered by ${strange.join(', ')}`),
      ...unless(
        blind === 0,
        `${blind} of ${looks} times console, API or metrics did not answer while the disk was full`,
      ),
      ...unless(untold === 0, `${untold} times nothing was said about the full disk`),
      ...unless(ended === 0, `${ended} times the process ended when the disk was full`),
      ...unless(stuck === 0, `${stuck} times no alert was acknowledged any more once there was space`),
    ];
  },
};

/** Looks at it as people and Prometheus would, until the time is over and nothing is acknowledged any more. */
async function holdFull(
  program: Program,
  oracle: Oracle,
  seconds: number,
  course: Course,
  onShare: (share: number) => void,
): Promise<void> {
  const logged = program.log.length;
  const ackedBefore = oracle.acked;
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  let quietSince = oracle.acked;
  for (let isOver = false; !isOver && program.isRunning;) {
    const { metrics, console: page, outputs } = await program.statuses();
    course.looks++;
    if (metrics !== 200 || page !== 200 || outputs !== 200) course.blind++;
    await setTimeout(lookEveryMs);
    onShare(Math.min(1, elapsed() / seconds));
    isOver = elapsed() > seconds && (oracle.acked === quietSince || elapsed() > seconds + maxReserveSeconds);
    quietSince = oracle.acked;
  }
  course.ackedWhileFull += oracle.acked - ackedBefore;
  if (!/warn|error/i.test(program.log.slice(logged))) course.untold++;
}

async function freeAndRecover(program: Program, oracle: Oracle, disk: SmallDisk, course: Course): Promise<void> {
  const before = oracle.acked;
  const freedAt = performance.now();
  disk.free();
  await until(() => oracle.acked > before || !program.isRunning, 'it to recover').catch(() => course.stuck++);
  course.recoveredAfterMs = Math.round(performance.now() - freedAt);
  await until(() => oracle.acked > before + 100 || !program.isRunning, 'it to go on').catch(() => course.stuck++);
}
