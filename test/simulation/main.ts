/** Runs the simulation by hand, for as long as wanted: `npm run simulate -- --help`. */
import { parseArgs } from 'node:util';
import { runCases, type CasesReport } from './cases.ts';
import { Simulation, usualSteps, type CaseReport } from './simulation.ts';

const usage = `npm run simulate -- [options]

Runs journal and delivery in virtual time, over a disk with a power switch and outputs that fail in every way. A seed decides upon
everything that happens. Ends with 1 when a promise is broken, and then prints how to see it again.

Options:
  --steps NUMBER       how many things happen in all (default 100000)
  --cases NUMBER       how many seeds are tried, instead of --steps
  --seed NUMBER        the first seed (default 1)
  --case-steps NUMBER  how many things happen in one case before everything works again (default ${usualSteps})
  --events NUMBER      how many of the last events are shown of a case that fails (default 30)
  --help

Examples:
  npm run simulate
  npm run simulate -- --steps 10000000
  npm run simulate -- --seed 17 --cases 1 --events 500`;

const { values } = parseArgs({
  options: {
    steps: { type: 'string' },
    cases: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'case-steps': { type: 'string', default: String(usualSteps) },
    events: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const caseSteps = numberOf('case-steps', values['case-steps']);
const events = numberOf('events', values.events);
const cases = values.cases === undefined ? Number.POSITIVE_INFINITY : numberOf('cases', values.cases);
const stepsByDefault = values.cases === undefined ? '100000' : 'Infinity';
const startedMs = performance.now();
const report = await runCases({
  firstSeed: numberOf('seed', values.seed),
  cases,
  steps: numberOf('steps', values.steps ?? stepsByDefault),
  run: (seed) => new Simulation(seed, events).run(caseSteps),
  onCase: (each, sum) => {
    if (each.violations.length > 0) showFailure(each);
    else if (sum.cases % 20 === 0) console.error(summary(sum));
  },
});
console.log(summary(report));
process.exitCode = report.failedSeeds.length > 0 ? 1 : 0;

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  console.error(`--${option} takes a number above 0, not ${JSON.stringify(text)}`);
  process.exit(1);
}

function showFailure({ seed, violations, events: last }: CaseReport): void {
  console.log(`Seed ${seed} breaks a promise:\n  ${violations.slice(0, 10).join('\n  ')}`);
  console.log(`The last of what happened:\n  ${last.join('\n  ')}`);
  console.log(`Again: npm run simulate -- --seed ${seed} --cases 1 --case-steps ${caseSteps} --events 1000\n`);
}

function summary({ steps, cases: count, crashes, acknowledged, arrived, repeated, failedSeeds }: CasesReport): string {
  const perSecond = Math.round((steps / (performance.now() - startedMs)) * 1000);
  return (
    `${steps} steps (${perSecond} a second) in ${count} cases: ${crashes} crashes, ${acknowledged} alerts acknowledged, ` +
    `${arrived} arrivals, ${repeated} of them repeats, ${failedSeeds.length} cases failed`
  );
}
