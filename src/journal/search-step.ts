import { priorityNumber } from '#alert/priority.ts';
import type { AlertQuery } from './journal.ts';
import type { LabelFilter, SearchStep } from './sqlite/calls.ts';

/** A question as the reader takes it: the part of a search that comes before an alert. */
export function searchStep(query: AlertQuery, before: number, limit: number): SearchStep {
  return {
    labels: labelFilter(query),
    text: query.text,
    fromMs: query.fromMs ?? 0,
    untilMs: query.untilMs ?? Number.MAX_SAFE_INTEGER,
    before,
    limit,
  };
}

function labelFilter({ rule, minimumPriority, source, hostname }: AlertQuery): LabelFilter | undefined {
  if (rule === undefined && !minimumPriority && source === undefined && hostname === undefined) return undefined;
  return { rule, minimumPriority: minimumPriority ? priorityNumber(minimumPriority) : 0, source, hostname };
}
