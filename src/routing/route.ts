import { isAuditRecord } from '#alert/audit-record.ts';
import { testRule } from '#alert/enrich.ts';
import { isAtLeast, type Priority } from '#alert/priority.ts';
import type { Entry } from '#journal/journal.ts';
import type { ConfiguredOutput } from '#outputs/output.ts';

/** What routing knows of an output. */
export interface RoutedOutput {
  /** `undefined` lets every priority through. */
  readonly minimumpriority: Priority | undefined;
  /** Some outputs are for some alerts only. */
  readonly output?: Pick<ConfiguredOutput, 'refuses'>;
}

/** The reason is for people: it is kept with the alert and shown by `tiercel explain`. */
export type Decision = { readonly deliver: true } | { readonly deliver: false; readonly reason: string };

/** Why an output should not get an alert, or `undefined` if this rule does not mind. */
type Refusal = (entry: Entry, output: RoutedOutput) => string | undefined;

/** Asked in this order; the first reason wins. */
const refusals: readonly Refusal[] = [noFinding, belowMinimumPriority, notForThisOutput];

const deliver: Decision = Object.freeze({ deliver: true });

/** The one place that decides whether an output gets an alert. Pure: the same question has the same answer. */
export function decide(entry: Entry, output: RoutedOutput): Decision {
  for (const refusal of refusals) {
    const reason = refusal(entry, output);
    if (reason !== undefined) return { deliver: false, reason };
  }
  return deliver;
}

/** Whoever keeps every audit event wants to find them, and to be told of none. */
function noFinding({ alert }: Entry): string | undefined {
  return isAuditRecord(alert) ? 'it is a record of an audit event that no rule matched, kept by audit.keep' : undefined;
}

/** Falcosidekick's test alert passes every minimum, so that `POST /test` reaches every output. */
function belowMinimumPriority({ alert }: Entry, { minimumpriority }: RoutedOutput): string | undefined {
  if (minimumpriority === undefined || alert.rule === testRule || isAtLeast(alert.priority, minimumpriority)) {
    return undefined;
  }
  return `priority ${alert.priority} is below the minimum ${minimumpriority}`;
}

/** The test alert is for every output, as above. */
function notForThisOutput({ alert }: Entry, { output }: RoutedOutput): string | undefined {
  return alert.rule === testRule ? undefined : output?.refuses?.(alert);
}
