import { setTimeout } from 'node:timers/promises';
import { closedLoad } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { until, type Program } from '../program.ts';
import type { Scenario } from '../scenario.ts';
import { untilArrived } from './arrival.ts';
import { rounded } from './latencies.ts';
import { brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';

type Size = {
  /** Alerts that an output owes when the signal comes. */
  readonly backlog: number;
  /** Requests of senders under way then, each on its connection. */
  readonly requests: number;
  /** Requests to an output under way then. */
  readonly deliveries: number;
};

interface StopReport extends Conservation {
  readonly backlog: number;
  /** Requests to each output that had no answer when the signal came. */
  readonly inFlight: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** `null` where it had to be killed. */
  readonly exitCode: number | null;
  readonly graceSeconds: number;
  readonly exitSeconds: number;
  readonly readyAgainSeconds: number;
}

const outputs = ['down', 'busy', 'stuck'];
const graceSeconds = 4;
/** How much longer it may take until it counts as hanging: a loaded machine is slow. */
const hangingMs = 60_000;
const busyAnswerMs = 1500;

/**
 * One output is down and owes everything, one works with many requests at a time, one never answers. In the midst of posts
 * the process is asked to end; afterwards it is started again, and all outputs are well.
 */
export const stopUnderLoad: Scenario<Size, StopReport> = {
  name: 'stop',
  about: 'T13: SIGTERM with a backlog and with requests under way on both sides.',
  ci: { backlog: 3000, requests: 50, deliveries: 50 },
  full: { backlog: 100_000, requests: 500, deliveries: 500 },

  async run({ backlog, requests, deliveries }, _seed, onProgress) {
    await using stage = new Stage('stop');
    const oracle = new Oracle();
    const down = await stage.sink({ oracle, behaviours: {} });
    await down.down();
    let isStuck = true;
    const sink = await stage.sink({
      oracle,
      behaviours: {
        busy: () => setTimeout(isStuck ? busyAnswerMs : 0, { status: 200 }),
        stuck: () => (isStuck ? undefined : { status: 200 }),
      },
    });
    const program = await stage.program(`log: { level: warn }
shutdowntimeout: ${graceSeconds}s
delivery: { maxbackoff: 1s }
outputs:
  - { name: down, type: webhook, address: '${down.urlOf('down')}' }
  - { name: busy, type: webhook, maxconcurrentrequests: ${deliveries}, address: '${sink.urlOf('busy')}' }
  - { name: stuck, type: webhook, address: '${sink.urlOf('stuck')}' }
`);
    await program.start();
    const load = closedLoad({ url: program.url, oracle, connections: requests });
    stage.defer(async () => void (await load.stop()));
    await until(
      () => {
        onProgress(Math.min(backlog, oracle.acked), backlog);
        return oracle.acked >= backlog;
      },
      'the backlog',
      backlog * 20 + 60_000,
    );

    const unanswered = (name: string) => sink.requests(name) - oracle.delivered(name) - oracle.duplicates(name);
    const inFlight = { down: 0, busy: unanswered('busy'), stuck: unanswered('stuck') };
    const { exitCode, exitSeconds } = await stopped(program);
    const { statuses } = await load.stop();

    isStuck = false;
    await down.up();
    const restartedAt = performance.now();
    await program.start();
    const readyAgainSeconds = rounded((performance.now() - restartedAt) / 1000);
    await untilArrived(oracle, outputs);
    return {
      backlog,
      inFlight,
      ...conservation(oracle, outputs),
      statuses,
      exitCode,
      graceSeconds,
      exitSeconds,
      readyAgainSeconds,
    };
  },

  verdict(report) {
    const { exitCode, inFlight, backlog, acked } = report;
    return [
      ...brokenConservation(report, { unordered: ['busy'], duplicates: inFlight }),
      ...unless(acked >= backlog, 'there was no backlog'),
      ...unless(exitCode === 0, `it did not end well, but with ${exitCode}`),
    ];
  },
};

async function stopped(program: Program): Promise<Pick<StopReport, 'exitCode' | 'exitSeconds'>> {
  const startedAt = performance.now();
  const hanging = new AbortController();
  const kill = setTimeout(graceSeconds * 1000 + hangingMs, undefined, { signal: hanging.signal }).then(
    async () => program.end('SIGKILL'),
    () => null,
  );
  const exitCode = await program.end('SIGTERM');
  const exitSeconds = rounded((performance.now() - startedAt) / 1000);
  hanging.abort();
  await kill;
  return { exitCode, exitSeconds };
}
