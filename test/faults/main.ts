/** Runs fault scenarios by hand, at the sizes of a release if wanted: `npm run fault -- --help`. */
import { parseArgs } from 'node:util';
import { progressBar, type ProgressBar } from '#cli/progress-bar.ts';
import { table } from '#cli/table.ts';
import type { OnProgress, Scenario, Size } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const usage = `npm run fault -- <scenario>… [options]

Makes things go wrong, and counts what became of every alert. Ends with 1 when a promise is broken.

${table(
  ['scenario', 'options', ''],
  scenarios.map(({ name, about, ci }) => [name, Object.keys(ci).join(' '), about]),
)
  .map((line) => `  ${line}`)
  .join('\n')}

  all            every scenario, one after the other

Options:
  --full         the sizes of a release, which may take hours, instead of those of every change
  --NAME NUMBER  a size of the scenario, see above
  --seed NUMBER  repeats the decisions of another run (default 1)
  --json         the reports as JSON, one a line
  --help

Examples:
  npm run fault -- kill-nine --cycles 100 --acks 100000
  npm run fault -- damage --full --seed 7
  npm run fault -- all`;

const sizeOptions = [...new Set(scenarios.flatMap(({ ci }) => Object.keys(ci)))];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    ...Object.fromEntries(sizeOptions.map((name) => [name, { type: 'string' } as const])),
  },
});

const chosen = positionals.includes('all') ? scenarios : positionals.map(scenarioNamed);
if (values.help || chosen.length === 0) {
  console.log(usage);
  process.exit(values.help ? 0 : 1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
let brokenPromises = 0;
for (const scenario of chosen) brokenPromises += await runOne(scenario);
process.exitCode = brokenPromises > 0 ? 1 : 0;

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  console.error(`There is no scenario ${JSON.stringify(name)}. See npm run fault -- --help`);
  process.exit(1);
}

/** Returns how many promises were broken. */
async function runOne(scenario: Scenario): Promise<number> {
  const obstacle = scenario.obstacle?.();
  if (obstacle !== undefined) {
    console.error(`${scenario.name}: skipped, ${obstacle}`);
    return 0;
  }
  const size = sizeOf(scenario);
  process.stderr.write(`${scenario.about} ${JSON.stringify(size)}\n`);
  const progress = progressOn(process.stderr);
  const report = await scenario.run(size, Number(values.seed), progress.show);
  progress.end();
  const broken = scenario.verdict(report);
  if (values.json) console.log(JSON.stringify({ scenario: scenario.name, size, report, broken }));
  else printReport(scenario, report, broken);
  return broken.length;
}

function sizeOf({ ci, full }: Scenario): Size {
  const given = new Map<string, unknown>(Object.entries(values));
  const sizes = Object.entries(values.full ? full : ci);
  return Object.fromEntries(sizes.map(([name, usual]) => [name, Number(given.get(name) ?? usual)]));
}

/** A new bar whenever the total changes: a scenario may have several parts. */
function progressOn(stream: NodeJS.WriteStream): { readonly show: OnProgress; readonly end: () => void } {
  let bar: ProgressBar | undefined;
  let shown = 0;
  return {
    show(done, total) {
      if (total !== shown) bar?.end();
      if (total !== shown) bar = progressBar(stream, total);
      shown = total;
      bar?.show(done);
    },
    end: () => bar?.end(),
  };
}

function printReport({ name }: Scenario, report: object, broken: readonly string[]): void {
  console.log(table([name, ''], flatten(report, '')).join('\n'));
  for (const promise of broken) console.log(`BROKEN: ${promise}`);
  console.log(broken.length === 0 ? 'Every promise was kept\n' : '');
}

/** Nested numbers by their paths: `outputs.slow.missing`. */
function flatten(report: object, path: string): readonly (readonly [string, string])[] {
  return Object.entries(report).flatMap(([key, value]: [string, unknown]): readonly (readonly [string, string])[] => {
    const name = `${path}${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return flatten(value, `${name}.`);
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
