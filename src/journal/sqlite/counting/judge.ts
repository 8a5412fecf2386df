import { evaluate } from '#query/evaluate.ts';
import { optionalText, integer, type Row } from '../row.ts';
import { isDamage } from '../failure.ts';
import type { Asked } from './asked.ts';
import { AlertSubject } from './subjects.ts';

/** Whether the query finds the alert of a row that a walk came by. One whose text is damaged is not found. */
export function isMeant({ plan, labels }: Asked, row: Row): boolean {
  const id = integer(row, 'label');
  if (plan.isEverything || plan.decided.has(id)) return true;
  const label = plan.undecided.has(id) ? labels.get(id) : undefined;
  if (!label) return false;
  const json = optionalText(row, 'json');
  if (json === undefined) return false;
  try {
    return evaluate(plan.query, new AlertSubject(label, json)) === true;
  } catch (error) {
    if (isDamage(error)) throw error;
    return false;
  }
}
