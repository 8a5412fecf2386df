import { textIn } from '#ui/app/search-text.ts';

export const ruleOrders = ['count', 'change', 'cost', 'last', 'rule', 'priority'] as const;
export type RuleOrder = (typeof ruleOrders)[number];

/** What the URL of the page says, beside the time. What is usual is left out. */
export interface RulesSearch {
  /** A part of the name, the description or a tag. */
  readonly contains?: string | undefined;
  readonly by?: string | undefined;
  readonly order?: 'asc' | undefined;
  /** The rule whose detail is open, by name. */
  readonly open?: string | undefined;
}

export function readRulesSearch(raw: Readonly<Record<string, unknown>>): RulesSearch {
  return {
    contains: textIn(raw, 'contains'),
    by: ruleOrders.find((order) => order !== 'count' && order === raw['by']),
    order: raw['order'] === 'asc' ? 'asc' : undefined,
    open: textIn(raw, 'open'),
  };
}

export function ruleOrder({ by }: RulesSearch): RuleOrder {
  return ruleOrders.find((order) => order === by) ?? 'count';
}
