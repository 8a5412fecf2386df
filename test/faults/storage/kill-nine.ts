import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../../src/app/demo-alerts.ts';
import { closedLoad } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { freePort, until, type Ledger, type Program } from '../program.ts';
import type { OnProgress, Scenario } from '../scenario.ts';
import { flapping, healthy, neverAnswering, slow } from '../sink.ts';
import { conservation, unless, type Conservation } from '../process/promises.ts';
import { Stage } from '../process/stage.ts';

type KillSize = {
  /** How often it is killed. */
  readonly cycles: number;
  /** How many alerts are acknowledged in all. */
  readonly acks: number;
};

interface KillReport extends Conservation {
  readonly kills: number;
  /** Of these, before it answered. */
  readonly killsAtStart: number;
  /** From the start of the process to its first answer, journal recovered. */
  readonly readyMs: { readonly p50: number; readonly max: number };
  readonly duplicatePercent: Readonly<Record<string, number>>;
  readonly ledgers: Readonly<Record<string, Ledger>>;
}

/** Those that get there in the end; `dead` and `never` do not. */
const reached = ['healthy', 'slow', 'flapping'] as const;
const unreached = ['dead', 'never'] as const;

const slowMs = 5;
const flapEveryMs = 1500;
/** As a share of all kills. */
const killsAtStart = 0.1;
/** Without any arrival for so long, what is missing is either set aside for longer, and so in the ledger, or lost. */
const patienceMs = 45_000;

/** `kill -9` at random instants under load, with outputs in every condition. */
export const killNine: Scenario<KillSize, KillReport> = {
  name: 'kill-nine',
  about: 'T1: kill -9 at random instants under load, with a healthy, a slow, a flapping, a dead and a silent output.',
  ci: { cycles: 8, acks: 6000 },
  full: { cycles: 1000, acks: 10_000_000 },

  async run({ cycles, acks }, seed, onProgress) {
    await using stage = new Stage('kill');
    const oracle = new Oracle();
    const behaviours = { healthy, slow: slow(slowMs), flapping: flapping(flapEveryMs), never: neverAnswering };
    const sink = await stage.sink({ oracle, behaviours });
    const program = await stage.program(`log: { level: warn }
journal: { path: ${stage.folder}/journal, retention: { age: 0, bytes: 0 } }
delivery: { maxbackoff: 500ms }
outputs:
  - { name: healthy, type: webhook, address: '${sink.urlOf('healthy')}' }
  - { name: slow, type: webhook, address: '${sink.urlOf('slow')}', maxconcurrentrequests: 32 }
  - { name: flapping, type: webhook, address: '${sink.urlOf('flapping')}', maxconcurrentrequests: 32 }
  - { name: dead, type: webhook, address: 'http://127.0.0.1:${await freePort()}/' }
  - { name: never, type: webhook, address: '${sink.urlOf('never')}' }
`);
    const random = seededRandom(seed);
    const readyMs: number[] = [];
    let diedAtStart = 0;
    for (let cycle = 1; cycle <= cycles; cycle++) {
      if (random() < killsAtStart) {
        diedAtStart++;
        program.launch();
        await setTimeout(random() * (readyMs[0] ?? 0));
        await program.end('SIGKILL');
      }
      readyMs.push(await timeOf(() => program.start()));
      const target = oracle.acked + ((acks - oracle.acked) / (cycles - cycle + 1)) * (0.1 + 1.8 * random());
      await loadAndKill(program, oracle, cycle === cycles ? acks : target, random() * 20);
      onProgress(cycle, cycles);
    }
    readyMs.push(await timeOf(() => program.start()));
    await waitForArrivals(oracle, onProgress);
    const ledgers = await program.ledgers();
    return {
      kills: cycles + diedAtStart,
      killsAtStart: diedAtStart,
      readyMs: percentiles(readyMs),
      ...conservation(oracle, reached),
      duplicatePercent: Object.fromEntries(reached.map((name) => [name, duplicatePercent(oracle, name)])),
      ledgers: Object.fromEntries(ledgers),
    };
  },

  verdict({ acked, issued, corrupted, spurious, outputs, ledgers }) {
    const rows = Object.entries(ledgers);
    return [
      ...unless(acked > 0, 'no alert was acknowledged'),
      ...unless(corrupted === 0, `${corrupted} alerts arrived changed`),
      ...unless(spurious === 0, `${spurious} alerts arrived that nobody posted`),
      ...reached.flatMap((name) => {
        const missing = outputs[name]?.missing ?? acked;
        const { owed = 0 } = ledgers[name] ?? {};
        return unless(missing <= owed, `${missing} acknowledged alerts never came to "${name}", which is owed ${owed}`);
      }),
      ...unreached.flatMap((name) => {
        const { received = 0, owed = 0 } = ledgers[name] ?? {};
        return unless(owed === received, `of ${received} alerts, ${owed} are still owed to "${name}", which got none`);
      }),
      ...rows.flatMap(([name, { received, delivered, owed, dead, suppressed }]) => [
        ...unless(
          received === delivered + owed + dead + suppressed,
          `the ledger of "${name}" does not add up: ${JSON.stringify(ledgers[name])}`,
        ),
        ...unless(
          received >= acked && received <= issued,
          `"${name}" was to get ${received} alerts, of ${acked} acknowledged and ${issued} posted`,
        ),
      ]),
    ];
  },
};

/** Kills it a moment after so many alerts were acknowledged. */
async function loadAndKill(program: Program, oracle: Oracle, acked: number, momentMs: number): Promise<void> {
  const load = closedLoad({ url: program.url, oracle, connections: 16 });
  await until(() => oracle.acked >= acked, `${acked} acknowledged alerts`, 600_000);
  await setTimeout(momentMs);
  const stopped = load.stop();
  await program.end('SIGKILL');
  await stopped;
}

/** Resolves when everything is there, or nothing comes any more. */
async function waitForArrivals(oracle: Oracle, onProgress: OnProgress): Promise<void> {
  const missing = () => reached.reduce((sum, name) => sum + oracle.missingCount(name), 0);
  const total = missing();
  let least = total;
  let since = performance.now();
  await until(
    () => {
      const left = missing();
      if (left < least) since = performance.now();
      least = left;
      onProgress(total - left, total);
      return left === 0 || performance.now() - since > patienceMs;
    },
    'what is missing',
    Infinity,
  );
}

function duplicatePercent(oracle: Oracle, output: string): number {
  const { duplicates, delivered } = oracle.tally(output);
  return Math.round((duplicates / Math.max(1, delivered)) * 100_000) / 1000;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function percentiles(values: readonly number[]): { readonly p50: number; readonly max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0), max: Math.round(sorted.at(-1) ?? 0) };
}
