import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { atMost, type Measure } from '../harness/measure.ts';
import { milliseconds } from '../harness/units.ts';
import { kill, timeToFirstAnswer } from '../parts/first-answer.ts';
import { bytesOnDisk } from '../parts/folder-size.ts';
import { load } from '../parts/load.ts';
import { startTiercel, type Program, type TiercelSettings } from '../parts/tiercel.ts';

/** Nobody listens on port 9 of loopback: everything is owed. */
const configuration = "webhook: { address: 'http://127.0.0.1:9/' }\n";
const alertsAtOnce = 20_000;

export const restart: Measure = {
  goal: 'G8',
  name: 'first 200 after kill -9',
  about:
    'With a large journal that is owed to a dead output as a whole, against one with a single alert in it; alternating, both killed each time. The files are in the page cache in both cases.',
  async run(context) {
    const { program, sizes } = context;
    const big = { configuration, folder: path.join(program.folder, 'big') };
    const empty = { configuration, folder: path.join(program.folder, 'empty') };
    const bytes = await fill(program, big, sizes.backlogBytes);
    await fill(program, empty, 0);
    const runs = await context.inPairs(async () => ({
      empty: await firstAnswer(program, empty),
      big: await firstAnswer(program, big),
    }));
    return [
      {
        name: `first 200 after kill -9 with ${(bytes / 1e9).toPrecision(2)} GB owed ÷ with nothing`,
        ours: runs.map((run) => run.big),
        against: runs.map((run) => run.empty),
        unit: milliseconds,
        target: atMost(1.1),
      },
    ];
  },
};

/** Posts until the journal is large enough, and kills. */
async function fill(program: Program, settings: TiercelSettings & { folder: string }, bytes: number): Promise<number> {
  mkdirSync(settings.folder);
  await using tiercel = await startTiercel(program, settings);
  do await load(tiercel.url, { mode: 'closed', seconds: 600, alerts: bytes === 0 ? 1 : alertsAtOnce });
  while (bytesOnDisk(settings.folder) < bytes);
  await kill(tiercel);
  return bytesOnDisk(settings.folder);
}

async function firstAnswer(program: Program, settings: TiercelSettings): Promise<number> {
  const { ms, tiercel } = await timeToFirstAnswer(program, settings);
  await kill(tiercel);
  return ms;
}
