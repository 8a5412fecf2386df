import path from 'node:path';
import { z } from 'zod';
import { atMost, type Measure } from '../harness/measure.ts';
import { nanoseconds } from '../harness/units.ts';
import { cores, outputOf, start } from '../parts/processes.ts';

const script = path.join(import.meta.dirname, '../limits/rules.ts');
const cost = z.number();
const costs = z.strictObject({
  parse: cost,
  read: cost,
  few: cost,
  many: cost,
  fewRules: cost,
  manyRules: cost,
  alerts: z.literal(0),
});

export const ruleEngine: Measure = {
  goal: 'G13',
  name: 'audit event, read and tried on 48 rules ÷ JSON.parse',
  about:
    'CPU of an event of a cluster at rest, on which no rule matches, in one process: taken out of the list it came in, read, and tried on 48 rules, as many as Falco has for Kubernetes; against `JSON.parse` of that event alone. Then 960 rules, 20 copies that differ in a condition of their own, against these 48; and what of it is the reading, and what the rules.',
  async run(context) {
    const runs = await context.inPairs(async () =>
      costs.parse(
        JSON.parse(await outputOf(start({ core: cores.subject, words: [process.execPath, script], stdout: 'pipe' }))),
      ),
    );
    const of = (name: keyof z.output<typeof costs>) => runs.map((run) => run[name]);
    const unit = nanoseconds;
    return [
      { name: this.name, ours: of('few'), against: of('parse'), unit, target: atMost(1.5) },
      { name: '960 rules ÷ 48 rules', ours: of('many'), against: of('few'), unit, target: atMost(5) },
      { name: 'reading alone ÷ JSON.parse', ours: of('read'), against: of('parse'), unit },
      { name: '48 rules alone ÷ JSON.parse', ours: of('fewRules'), against: of('parse'), unit },
      { name: '960 rules alone ÷ 48 rules alone', ours: of('manyRules'), against: of('fewRules'), unit },
    ];
  },
};
