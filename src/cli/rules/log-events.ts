import { statSync } from 'node:fs';
import type { RuleEvent } from '#rules/fields/field.ts';
import type { JsonSourceSettings } from '#rules/fields/json-sources.ts';
import { sourceSplitter, type SourceSplitter } from '#rules/fields/split-source.ts';
import { UsageError, type Invocation } from '../command.ts';
import { progressBar } from '../progress-bar.ts';
import { findLogs, logTexts } from './log-files.ts';

export interface LogTotals {
  readonly source: string;
  events: number;
  refusals: number;
}

/**
 * Hands on every event of the logs that a command line names, by `--on` and by the operands behind the first ones, and shows how far
 * it is.
 * @throws UsageError where there are no logs, Error naming a log that cannot be read
 */
export async function forEachEvent(
  { invocation, splitter, operandsBefore, stderr }: LogRequest,
  use: (event: RuleEvent) => void,
): Promise<LogTotals> {
  const names = [invocation.text('on') ?? [], invocation.operands.slice(operandsBefore)].flat();
  if (names.length === 0) throw new UsageError('Which logs? Name them behind --on');
  const { source, split } = splitter;
  const logs = findLogs(names).map((name) => ({ name, bytes: statSync(name).size }));
  const bar = progressBar(stderr, kibibytes(logs.reduce((sum, { bytes }) => sum + bytes, 0)), 'KiB');
  const totals: LogTotals = { source, events: 0, refusals: 0 };
  let bytesBefore = 0;
  for (const { name, bytes } of logs) {
    let read = 0;
    for await (const { text, writtenNs } of logTexts(name)) {
      const { events, refusals } = split(text, BigInt(totals.events + 1), writtenNs);
      totals.events += events.length;
      totals.refusals += refusals.length;
      for (const event of events) use(event);
      read += text.length + 1;
      bar.show(kibibytes(bytesBefore + Math.min(read, bytes)));
    }
    bytesBefore += bytes;
  }
  bar.show(kibibytes(bytesBefore));
  bar.end();
  return totals;
}

export interface LogRequest {
  readonly invocation: Invocation;
  readonly splitter: SourceSplitter;
  /** How many operands are something else than logs. */
  readonly operandsBefore: number;
  readonly stderr: NodeJS.WriteStream;
}

/** What was read, in a sentence. */
export function totalsText({ events, refusals, source }: LogTotals): string {
  return `${events} events${refusals > 0 ? `, and ${refusals} lines or items that are no events of ${source}` : ''}.`;
}

/** For the source that `--source` names. @throws UsageError for one that there is none of */
export function splitterOf(invocation: Invocation, settings: JsonSourceSettings): SourceSplitter {
  try {
    return sourceSplitter(invocation.text('source') ?? 'k8s_audit', settings);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

function kibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
