import type { LooseStep, LooseStepResult } from '../calls.ts';
import { integer } from '../row.ts';
import type { Asked } from './asked.ts';
import { isMeant } from './judge.ts';
import { minuteMs } from './levels.ts';
import { Walk } from './walk.ts';

/** Counts the next of the alerts that labels do not decide, newest first, by label and minute. */
export function looseStep(asked: Asked, { after }: LooseStep, isLate: () => boolean): LooseStepResult {
  const { undecided, terms } = asked.plan;
  const counts = new Map<string, [label: number, minute: number, count: number]>();
  if (undecided.size === 0) return { labels: [], minutes: [], counts: [], after: undefined, reachedMs: 0 };
  const walk = new Walk(asked, { order: 'desc', candidates: undecided, terms, after, isLate });
  for (const row of walk.rows()) {
    if (!isMeant(asked, row)) continue;
    const [label, minute] = [integer(row, 'label'), Math.floor(integer(row, 'received_at') / minuteMs)];
    const key = `${label} ${minute}`;
    const known = counts.get(key);
    if (known) known[2]++;
    else counts.set(key, [label, minute, 1]);
  }
  const rows = [...counts.values()];
  return {
    labels: rows.map(([label]) => label),
    minutes: rows.map(([, minute]) => minute),
    counts: rows.map(([, , count]) => count),
    after: walk.isDone ? undefined : walk.reached,
    reachedMs: walk.isDone ? 0 : arrivalOf(asked, walk.reached),
  };
}

/** When everything from this number on had arrived. */
function arrivalOf({ connection }: Asked, seq: number): number {
  return connection.number('SELECT received_at FROM alerts WHERE seq >= ? ORDER BY seq LIMIT 1', seq);
}
