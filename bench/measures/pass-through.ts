import path from 'node:path';
import { z } from 'zod';
import { atMost, type Measure } from '../harness/measure.ts';
import { nanoseconds } from '../harness/units.ts';
import { cores, outputOf, start } from '../parts/processes.ts';

const script = path.join(import.meta.dirname, '../limits/pass-through.ts');
const costs = z.strictObject({ encode: z.number(), border: z.number(), parseAndStringify: z.number() });

export const passThrough: Measure = {
  goal: 'G14',
  name: 'raw output ÷ JSON.parse and JSON.stringify',
  about:
    'CPU of encoding an alert for a raw output (the webhook), which sends the JSON that the alert carries, in one process. The second row is what the border pays once an alert for that JSON: reading without loss, enrichment, writing as Go does.',
  async run(context) {
    const runs = await context.inPairs(async () =>
      costs.parse(
        JSON.parse(await outputOf(start({ core: cores.subject, words: [process.execPath, script], stdout: 'pipe' }))),
      ),
    );
    const against = runs.map(({ parseAndStringify }) => parseAndStringify);
    return [
      { name: this.name, ours: runs.map(({ encode }) => encode), against, unit: nanoseconds, target: atMost(0.2) },
      {
        name: 'body to alert, once ÷ JSON.parse and JSON.stringify',
        ours: runs.map(({ border }) => border),
        against,
        unit: nanoseconds,
      },
    ];
  },
};
