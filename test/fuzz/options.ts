import { parseArgs } from 'node:util';
import { targetNames } from './targets.ts';

export const help = `Fuzzes what reads foreign input, guided by the coverage of this process. Usage:

  npm run fuzz -- <target|all> [options]

Targets: ${targetNames.join(', ')}; planted (a bug to be found).

  --seconds N      how long, for each target (60)
  --seed N         of all chance; printed with every run, so that a run can be repeated (random)
  --corpus DIR     where inputs that reach something new, and crashes, are written (a folder "tiercel-fuzz" among the
                   temporary ones); inputs found there are starting points, beside those kept in test/fuzz/corpus
  --replay FILE    runs one input and shows what it does
  --distil         writes into test/fuzz/corpus the fewest inputs that reach all that the two corpora reach
  --uncovered      lists the lines that were never reached completely
  --until-failure  ends with the first failure
  --help           this

A failure is shortened, written to DIR/<target>/crashes, and ends the run with exit code 1.

Examples:

  npm run fuzz -- template --seconds 600
  npm run fuzz -- all --seconds 30 --seed 1
  npm run fuzz -- alert --replay /tmp/tiercel-fuzz/alert/crashes/0123456789ab
  npm run fuzz -- alert --distil
`;

/** The command line as it was read; throws what `parseArgs` throws, whose messages are good. */
export function readOptions(parameters: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string' },
      corpus: { type: 'string' },
      replay: { type: 'string' },
      distil: { type: 'boolean', default: false },
      uncovered: { type: 'boolean', default: false },
      'until-failure': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return { ...values, target: positionals[0] };
}

export type FuzzOptions = ReturnType<typeof readOptions>;
