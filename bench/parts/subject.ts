import type { ChildProcess } from 'node:child_process';
import { untilAnswering } from './until.ts';
import { stop } from './processes.ts';

/** A server under load. `pid` is missing for one that somebody else started; figures are then per second by the clock. */
export interface Subject extends AsyncDisposable {
  /** Where alerts are posted to. */
  readonly url: string;
  readonly pid: number | undefined;
}

/** A server that we started, as a subject that ends with the block which uses it. */
export async function subjectOf(child: ChildProcess, url: string, askAt: string = url): Promise<Subject> {
  try {
    await untilAnswering(askAt, child);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { url, pid: child.pid, [Symbol.asyncDispose]: () => stop(child) };
}
