import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { atMost, type Measure } from '../harness/measure.ts';
import { milliseconds } from '../harness/units.ts';
import { kill, timeOfNode, timeToFirstAnswer } from '../parts/first-answer.ts';

export const startUp: Measure = {
  goal: 'G17',
  name: 'start of the bundle to its first durable 200 ÷ node -e 0',
  about: 'With an empty folder, so that the journal is made as well. Alternating.',
  async run(context) {
    const runs = await context.inPairs(async () => {
      const node = await timeOfNode();
      const folder = mkdtempSync(path.join(context.program.folder, 'start-'));
      const { ms, tiercel } = await timeToFirstAnswer(context.program, { folder });
      await kill(tiercel);
      rmSync(folder, { recursive: true });
      return { node, ms };
    }, context.sizes.startPairs);
    return [
      {
        name: this.name,
        ours: runs.map(({ ms }) => ms),
        against: runs.map(({ node }) => node),
        unit: milliseconds,
        target: atMost(3),
      },
    ];
  },
};
