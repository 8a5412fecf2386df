#!/usr/bin/env node
import { run } from './run.ts';
import { isTerminalGone } from './terminal-gone.ts';
import { systemClock } from '#kit/clock.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort(new Error(signal)));
const startedInTerminal = process.stdin.isTTY;
process.on('SIGHUP', () => {
  if (isTerminalGone(startedInTerminal)) interrupted.abort(new Error('The terminal was closed'));
});
// Whoever reads our output may go away. That is no failure, and never ends `serve`.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  clock: systemClock,
  signal: interrupted.signal,
});
