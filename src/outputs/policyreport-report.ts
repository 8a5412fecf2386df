import { z } from 'zod';
import { escapeHtml } from '#kit/json-write.ts';
import type { ReportResult } from './policyreport-result.ts';

const result = z.looseObject({
  severity: z.string().optional(),
  result: z.string().optional(),
  properties: z.record(z.string(), z.string()).optional(),
});

/** What of a report matters here; the rest of it stays as it is. */
export const report = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().min(1) }),
  results: z.array(result).nullish(),
});

export type Report = z.output<typeof report>;
export type AnyResult = z.output<typeof result>;

export interface ReportLimits {
  readonly maxevents: number;
  readonly prunebypriority: boolean;
}

/** As Kubernetes writes it. `etcd` takes 1.5 MB, and answers of more than 1 MiB are not read. */
const maxReportBytes = 900_000;

/**
 * The results of a report with others added, unless they are there already, and without those there is no room for: the
 * oldest, or the oldest of the least severe.
 */
export function withResults(
  known: readonly AnyResult[],
  added: readonly ReportResult[],
  limits: ReportLimits,
): readonly AnyResult[] {
  const uuids = new Set(known.map(uuidOf));
  const news = added.filter((one) => !uuids.has(uuidOf(one)));
  return news.length === 0 ? known : pruned([...known, ...news.map((one) => ({ ...one }))], limits);
}

function uuidOf({ properties }: Pick<AnyResult, 'properties'>): string | undefined {
  return properties?.['uuid'];
}

function pruned(results: readonly AnyResult[], { maxevents, prunebypriority }: ReportLimits): readonly AnyResult[] {
  const sizes = results.map((one) => Buffer.byteLength(escapeHtml(JSON.stringify(one))) + 1);
  const order = results.map((_, index) => index);
  if (prunebypriority) order.sort((a, b) => rank(results[a]) - rank(results[b]) || a - b);
  let bytes = sizes.reduce((sum, size) => sum + size, 0);
  const removed = new Set<number>();
  for (const index of order) {
    if (results.length - removed.size <= maxevents && bytes <= maxReportBytes) break;
    removed.add(index);
    bytes -= sizes[index] ?? 0;
  }
  return results.filter((_, index) => !removed.has(index));
}

const severities = ['info', 'low', 'medium', 'high', 'critical'];

function rank(one: AnyResult | undefined): number {
  return severities.indexOf(one?.severity ?? '');
}

/** How many results there are of each kind. */
export function summaryOf(results: readonly AnyResult[]): Readonly<Record<string, number>> {
  const summary = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
  for (const { result: outcome } of results) {
    if (isOutcome(outcome, summary)) summary[outcome]++;
  }
  return summary;
}

function isOutcome<Key extends string>(text: string | undefined, counts: Record<Key, number>): text is Key {
  return text !== undefined && Object.hasOwn(counts, text);
}
