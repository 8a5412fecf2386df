import { priorities } from '#alert/priority.ts';
import { attackTagName } from '#ui/attack/attack-tag.ts';
import type { Rules } from '#ui/api/contract.ts';
import type { RuleOrder } from './rules-search.ts';

export type RuleRow = Rules['rules'][number];

export function ruleKey({ rule, source }: RuleRow): string {
  return `${source}/${rule}`;
}

/** Those with a text in name, description, source or a tag, also by ATT&CK's name of it. */
export function rulesWith(rows: readonly RuleRow[], text: string): readonly RuleRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ rule, description = '', source, tags }) => {
    const all = [rule, description, source, ...tags, ...tags.map((tag) => attackTagName(tag) ?? '')];
    const whole = all.join('\n').toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

/** The list comes whole, so it is put into order here. */
export function inOrder(rows: readonly RuleRow[], by: RuleOrder, order: 'asc' | 'desc'): readonly RuleRow[] {
  const sign = order === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare[by](a, b) || b.count - a.count || a.rule.localeCompare(b.rule));
}

const compare: Readonly<Record<RuleOrder, (a: RuleRow, b: RuleRow) => number>> = {
  count: (a, b) => a.count - b.count,
  change: (a, b) => change(a) - change(b),
  cost: (a, b) => costOrder(a) - costOrder(b),
  last: (a, b) => (a.lastSeenMs ?? 0) - (b.lastSeenMs ?? 0),
  rule: (a, b) => b.rule.localeCompare(a.rule),
  priority: (a, b) => priorities.indexOf(b.priority) - priorities.indexOf(a.priority),
};

/** How many times as many as in the period before; what is new is before what grew. */
function change({ count, before }: RuleRow): number {
  if (before === 0) return count === 0 ? 1 : Number.MAX_SAFE_INTEGER;
  return count / before;
}

/** What is not measured is behind what costs nothing. */
function costOrder({ cost }: RuleRow): number {
  if (!cost) return -2;
  return cost.samples === 0 ? -1 : cost.microseconds;
}

/** How long an event takes on average, in three digits at most: `1.25 µs`, `0.3 ms`. */
export function costText(microseconds: number): string {
  if (microseconds === 0) return '0 µs';
  if (microseconds < 0.01) return '<0.01 µs';
  const [value, unit] = microseconds < 1000 ? [microseconds, 'µs'] : [microseconds / 1000, 'ms'];
  return `${value < 10 ? Number(value.toFixed(2)) : Math.round(value)} ${unit}`;
}

/** The share of all alerts that one rule made: `12.4%`. */
export function shareText(count: number, total: number): string {
  if (count === 0 || total === 0) return '0%';
  const percent = (count / total) * 100;
  if (percent < 0.1) return '<0.1%';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)}%`;
}
