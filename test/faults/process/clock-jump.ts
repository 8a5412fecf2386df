import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { fixedRateLoad, type LoadCounts } from '../load.ts';
import { Oracle } from '../oracle.ts';
import type { Program } from '../program.ts';
import type { Scenario } from '../scenario.ts';
import { untilArrived } from './arrival.ts';
import { FakeWallClock } from './fake-clock.ts';
import { brokenAnswers, brokenConservation, conservation, unless, type Conservation } from './promises.ts';
import { Stage } from './stage.ts';
import { WireServer } from './wire-server.ts';

type Size = {
  /** Alerts a second. */
  readonly rate: number;
  /** How long the clock stays where it jumped to. */
  readonly holdSeconds: number;
  /** Of all jumps, one after the other, as often as this. */
  readonly rounds: number;
};

interface ClockReport extends Conservation, LoadCounts {
  readonly jumps: number;
  readonly deadLetters: number;
  readonly expired: number;
  /** In the journal at the end, and whether their numbers are in the order of posting. */
  readonly kept: number;
  readonly isOrdered: boolean;
}

const hour = 3600;
const tenYears = 3650 * 24 * hour;
/** To the last, the clock holds until retention has looked at the journal, which it does every minute. */
const jumps = [hour, 0, -hour, -tenYears, 0, tenYears];
const retentionSeconds = 66;
const outputs = ['healthy', 'flaky', 'poisoned', 'down'];
/** One in so many alerts is refused by an answer so often that it steps aside. */
const poisonedEvery = 97;
const refusals = 6;

/** The wall clock jumps to and fro under load, while alerts are retried, stand aside, and wait for an output that is down. */
export const clockJump: Scenario<Size, ClockReport> = {
  name: 'clock',
  about: 'T9: the wall clock jumps by an hour and by ten years, forwards and backwards.',
  ci: { rate: 50, holdSeconds: 3, rounds: 1 },
  full: { rate: 50, holdSeconds: 90, rounds: 4 },

  obstacle: () => (FakeWallClock.isInstalled ? undefined : 'libfaketime is not installed (Debian package "faketime")'),

  async run({ rate, holdSeconds, rounds }, _seed, onProgress) {
    await using stage = new Stage('clock');
    const clock = FakeWallClock.in(stage.folder);
    const oracle = new Oracle();
    const server = await faultyServer(oracle);
    stage.defer(async () => server.stop());
    const down = await stage.sink({ oracle, behaviours: {} });
    await down.down();
    const entry = (name: string, url: string) => `  - { name: ${name}, type: webhook, address: '${url}' }\n`;
    const program = await stage.program(
      `log: { level: error }
delivery: { maxbackoff: 1s }
outputs:
${['healthy', 'flaky', 'poisoned'].map((name) => entry(name, server.urlOf(name))).join('')}${entry('down', down.urlOf('down'))}`,
      { environment: clock?.environment ?? {} },
    );
    await program.start();
    const startedAt = performance.now();
    const load = fixedRateLoad({ url: program.url, oracle, rate, seconds: 100_000, connections: 1 });
    stage.defer(async () => void (await load.stop()));

    const plan = Array.from({ length: rounds }, () => jumps).flat();
    for (const [index, seconds] of plan.entries()) {
      clock?.shift(seconds);
      await setTimeout((holdSeconds + FakeWallClock.cacheSeconds) * 1000);
      onProgress(index + 1, plan.length + 1);
    }
    await setTimeout(startedAt + retentionSeconds * 1000 - performance.now());
    clock?.shift(0);
    await down.up();
    const counts = await load.stop();
    await untilArrived(oracle, outputs);
    const ledgers = [...(await program.ledgers()).values()];
    const ids = await keptIds(program);
    return {
      jumps: plan.length,
      ...counts,
      ...conservation(oracle, outputs),
      deadLetters: ledgers.reduce((sum, { dead }) => sum + dead, 0),
      expired: ledgers.reduce((sum, { expired }) => sum + expired, 0),
      kept: ids.length,
      isOrdered: ids.every((id, index) => index === 0 || id < (ids[index - 1] ?? 0)),
    };
  },

  verdict(report) {
    const { deadLetters, expired, kept, acked, isOrdered } = report;
    return [
      ...brokenConservation(report, { unordered: ['poisoned'] }),
      ...brokenAnswers(report.statuses, report.unanswered),
      ...unless(deadLetters === 0, `${deadLetters} alerts were given up, as if they had been tried for days`),
      ...unless(expired === 0, `retention removed ${expired} alerts of the last minutes that were still owed`),
      ...unless(kept >= acked, `retention removed ${acked - kept} of ${acked} alerts of the last minutes`),
      ...unless(isOrdered, 'the journal does not hold the alerts in the order of their arrival'),
    ];
  },
};

/** `healthy` accepts; `flaky` refuses a request in twenty; `poisoned` refuses some alerts several times each. */
async function faultyServer(oracle: Oracle): Promise<WireServer> {
  let requests = 0;
  const refused = new Map<number, number>();
  const isRefused = (name: string, body: string) => {
    if (name === 'flaky') return ++requests % 20 === 0;
    const id = Number(/"test\.id": ?(\d+)/.exec(body)?.[1] ?? 0);
    if (name !== 'poisoned' || id % poisonedEvery > 0) return false;
    refused.set(id, (refused.get(id) ?? 0) + 1);
    return (refused.get(id) ?? 0) <= refusals;
  };
  return WireServer.start(({ name, body, socket }) => {
    const status = isRefused(name, body) ? 500 : 200;
    if (status === 200) oracle.arrive(name, body);
    socket.write(`HTTP/1.1 ${status} Answer\r\nContent-Length: 2\r\n\r\nok`);
  });
}

const page = z.object({
  alerts: z.array(z.object({ alert: z.object({ output_fields: z.object({ 'test.id': z.number() }) }) })),
  next: z.string().optional(),
});

/** What the oracle calls the alerts in the journal, the last first. */
async function keptIds(program: Program): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const response = await fetch(`${program.api}/alerts?limit=1000${cursor && `&cursor=${cursor}`}`);
    const { alerts, next } = page.parse(await response.json());
    ids.push(...alerts.map(({ alert }) => alert.output_fields['test.id']));
    cursor = next;
  }
  return ids;
}
