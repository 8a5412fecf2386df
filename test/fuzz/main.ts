/** `npm run fuzz -- --help` says what this does. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/app/demo-alerts.ts';
import { keptCorpus, readCorpus, replaceCorpus, writeInput } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { distil } from './distil.ts';
import { Executor } from './executor.ts';
import { seedBytes, type FuzzTarget } from './fuzz-target.ts';
import { Fuzzer } from './fuzzer.ts';
import { help, readOptions, type FuzzOptions } from './options.ts';
import { ProgressLine } from './progress-line.ts';
import { loadTarget, targetNames } from './targets.ts';

// Most inputs end in an error that was expected, and its stack is what takes the time.
Error.stackTraceLimit = 6;
process.exitCode = await main(process.argv.slice(2));

async function main(parameters: readonly string[]): Promise<number> {
  const options = readOptions(parameters);
  if (options.help || options.target === undefined) {
    console.log(help);
    return options.help ? 0 : 64;
  }
  if (options.target === 'all') return eachInTurn(parameters);
  const coverage = new Coverage();
  const target = await loadTarget(options.target);
  if (!target) {
    console.error(`There is no target "${options.target}": choose of ${targetNames.join(', ')}, all`);
    return 64;
  }
  coverage.watch(target.covers);
  if (options.replay !== undefined) return replay(target, options.replay);
  return options.distil ? distilCorpus(target, coverage, options) : fuzz(target, coverage, options);
}

/** In processes of their own, so that each begins afresh and none takes the others with it. */
function eachInTurn(parameters: readonly string[]): number {
  const rest = parameters.filter((parameter) => parameter !== 'all');
  const codes = targetNames.map((name) => {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, ...rest], {
      stdio: 'inherit',
    });
    return status ?? 1;
  });
  return Math.max(...codes);
}

async function fuzz(target: FuzzTarget, coverage: Coverage, options: FuzzOptions): Promise<number> {
  const seed = Number(options.seed ?? randomInt(2 ** 31));
  const folder = foundFolder(target, options);
  console.error(`${target.name}: --seed ${seed}, findings go to ${folder}`);
  const line = new ProgressLine(target.name, coverage);
  const fuzzer = new Fuzzer(target, coverage, seededRandom(seed), {
    grew: (input) => void writeInput(path.join(folder, 'corpus'), input),
    failed: (input, { kind, message }) => {
      const file = writeInput(path.join(folder, 'crashes'), input);
      console.error(
        `\n${target.name}: ${kind}\n${message}\n${shown(input)}\nReplay: npm run fuzz -- ${target.name} --replay ${file}\n`,
      );
    },
    progress: (state) => line.show(state),
  });
  const endMs = performance.now() + Number(options.seconds) * 1000;
  await fuzzer.start([...seedBytes(target), ...everyInput(target, options)]);
  await fuzzer.fuzz(() => performance.now() < endMs && !(options['until-failure'] && fuzzer.state.failures > 0));
  line.finish(fuzzer.state);
  if (options.uncovered) console.log(coverage.summary().uncovered.join('\n'));
  return fuzzer.state.failures > 0 ? 1 : 0;
}

async function replay(target: FuzzTarget, file: string): Promise<number> {
  const input = readFileSync(file);
  const failure = await new Executor(target).run(input);
  console.log(shown(input));
  console.log(failure ? `${failure.kind}: ${failure.message}` : 'Nothing is wrong with this input.');
  return failure ? 1 : 0;
}

async function distilCorpus(target: FuzzTarget, coverage: Coverage, options: FuzzOptions): Promise<number> {
  const inputs = everyInput(target, options);
  const kept = await distil(target, coverage, seedBytes(target), inputs);
  replaceCorpus(keptCorpus(target.name), kept);
  const bytes = kept.reduce((sum, { length }) => sum + length, 0);
  console.error(`${target.name}: kept ${kept.length} of ${inputs.length} inputs, ${bytes} bytes`);
  return 0;
}

function everyInput(target: FuzzTarget, options: FuzzOptions): readonly Uint8Array[] {
  const found = path.join(foundFolder(target, options), 'corpus');
  return [...readCorpus(keptCorpus(target.name)), ...readCorpus(found)];
}

function foundFolder(target: FuzzTarget, { corpus }: FuzzOptions): string {
  return path.resolve(corpus ?? path.join(tmpdir(), 'tiercel-fuzz'), target.name);
}

function shown(input: Uint8Array): string {
  return `Input of ${input.length} bytes: ${JSON.stringify(Buffer.from(input.subarray(0, 2000)).toString())}`;
}
