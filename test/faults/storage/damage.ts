import path from 'node:path';
import { seededRandom } from '#app/demo-alerts.ts';
import { closedLoad } from '../load.ts';
import { Oracle } from '../oracle.ts';
import { freePort, until } from '../program.ts';
import { unless } from '../process/promises.ts';
import { Stage } from '../process/stage.ts';
import type { Scenario } from '../scenario.ts';
import { DamageTally, type DamageTallyReport } from './damage-tally.ts';
import { Surveyor } from './surveyor.ts';
import { copyAndDamage, filesOf, planDamages } from './damages.ts';

type DamageSize = {
  /** How many alerts the journal holds. */
  readonly alerts: number;
  /** How many flipped bits and zeroed pages. */
  readonly offsets: number;
  /** How many truncations. */
  readonly lengths: number;
};

interface DamageReport extends DamageTallyReport {
  readonly files: readonly string[];
  readonly acked: number;
}

/** What one place can cost: the alerts of one page, or of one commit, which so many connections share; while a machine is busy, a few rounds of theirs. */
const connections = 16;
const maxLostAtOnePlace = 3 * connections;
const judgedAtOnce = 2;

/** Damages every file of a journal in every way, one at a time, and counts what is left. */
export const damage: Scenario<DamageSize, DamageReport> = {
  name: 'damage',
  about:
    'T8: a flipped bit, a zeroed page, a truncated, deleted, emptied or foreign file, over all files of the journal.',
  ci: { alerts: 600, offsets: 100, lengths: 20 },
  full: { alerts: 3000, offsets: 10_000, lengths: 10_000 },

  async run({ alerts, offsets, lengths }, seed, onProgress) {
    await using stage = new Stage('damage');
    const oracle = new Oracle();
    const sound = path.join(stage.folder, 'journal');
    await fillJournal(stage, oracle, alerts);
    const damages = planDamages(sound, { offsets, lengths }, seededRandom(seed));
    const tally = new DamageTally(oracle, maxLostAtOnePlace);
    const queue = damages.entries();
    const judgeAll = async (copy: string) => {
      using surveyor = new Surveyor();
      for (const [index, each] of queue) {
        copyAndDamage(sound, copy, each);
        await tally.judge(surveyor, copy, each);
        onProgress(index + 1, damages.length);
      }
    };
    const copies = Array.from({ length: judgedAtOnce }, (_, index) => path.join(stage.folder, `damaged-${index}`));
    await Promise.all(copies.map(judgeAll));
    return { files: filesOf(sound), acked: oracle.acked, ...tally.report() };
  },

  verdict({ acked, kinds, refused, wrong, unbalanced, unsettled, silent }) {
    return [
      ...unless(acked > 0, 'no alert was acknowledged'),
      ...refused.map((each) => `did not open: ${each}`),
      ...wrong.map((each) => `read what was never written: ${each}`),
      ...unbalanced.map((each) => `a ledger does not add up: ${each}`),
      ...unsettled.map((each) => `was not mended at once: ${each}`),
      ...silent.map((each) => `lost without a word: ${each}`),
      ...(['flip', 'zero'] as const).flatMap((kind) =>
        unless(
          kinds[kind].mostLost <= maxLostAtOnePlace,
          `one damage of kind "${kind}" cost ${kinds[kind].mostLost} alerts, more than ${maxLostAtOnePlace}`,
        ),
      ),
    ];
  },
};

/** By a program under load that is killed, so that every kind of file is there. */
async function fillJournal(stage: Stage, oracle: Oracle, alerts: number): Promise<void> {
  const sink = await stage.sink({ oracle, behaviours: {} });
  const program = await stage.program(`log: { level: warn }
outputs:
  - { name: healthy, type: webhook, address: '${sink.urlOf('healthy')}' }
  - { name: dead, type: webhook, address: 'http://127.0.0.1:${await freePort()}/' }
`);
  await program.start();
  const load = closedLoad({ url: program.url, oracle, connections });
  await until(() => oracle.acked >= alerts, `${alerts} acknowledged alerts`);
  await load.stop();
  await until(() => oracle.missingCount('healthy') === 0, 'the deliveries');
  await program.end('SIGKILL');
}
