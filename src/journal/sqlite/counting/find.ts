import type { FindStep, FindStepResult } from '../calls.ts';
import { EntryCollector, entryColumns, entryTables } from '../entries.ts';
import { integer } from '../row.ts';
import type { Asked } from './asked.ts';
import { isMeant } from './judge.ts';
import { Walk } from './walk.ts';

/** The next alerts that are meant, of one priority where they are sorted by it, and where to go on. */
export function findStep(
  asked: Asked,
  { order, priority, after, limit }: FindStep,
  isLate: () => boolean,
): FindStepResult {
  const entries = new EntryCollector();
  const candidates = candidatesOf(asked, priority);
  const { decided, isEverything, terms } = asked.plan;
  const areSomeDecided = isEverything || decided.size > 0;
  const walk = new Walk(asked, { order, candidates, terms: areSomeDecided ? [] : terms, after, isLate });
  if (candidates?.size === 0) return { entries: entries.columns(), after: undefined };
  for (const row of walk.rows()) {
    if (!isMeant(asked, row)) continue;
    const seq = integer(row, 'seq');
    const whole = asked.connection.get(`SELECT ${entryColumns} FROM ${entryTables} WHERE alerts.seq = ?`, seq);
    if (whole) entries.add(whole);
    if (entries.size >= limit || entries.isFull) return { entries: entries.columns(), after: seq };
  }
  return { entries: entries.columns(), after: walk.isDone ? undefined : walk.reached };
}

/** Labels whose alerts may be meant; `undefined` for all. */
function candidatesOf({ labels, plan }: Asked, priority: number | undefined): ReadonlySet<number> | undefined {
  if (plan.isEverything && priority === undefined) return undefined;
  const isOfPriority = (id: number) => priority === undefined || labels.get(id)?.priorityNumber === priority;
  const ids = plan.isEverything ? [...labels.all()].map(({ id }) => id) : [...plan.decided, ...plan.undecided];
  return new Set(ids.filter(isOfPriority));
}
