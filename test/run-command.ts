import { PassThrough } from 'node:stream';
import { systemClock } from '#kit/clock.ts';
import { run } from '#cli/run.ts';

/** A command line, run in this process and without a terminal. */
export async function tiercel(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const streams = { stdout: Object.assign(stdout, terminal), stderr: Object.assign(stderr, terminal) };
  const signal = new AbortController().signal;
  const code = await run(args, { ...streams, environment: {}, clock: systemClock, signal });
  return { code, ...texts };
}

/** What a stream has more where it is a terminal's; this one is none. */
const terminal = Object.assign(Object.create(process.stdout), { isTTY: false });
