import { textIn } from '#ui/app/search-text.ts';

export const groupTabs = ['open', 'acknowledged', 'resolved', 'archived'] as const;
export type GroupTab = (typeof groupTabs)[number];

export const groupOrders = ['attention', 'last', 'count', 'priority'] as const;
export type GroupOrder = (typeof groupOrders)[number];

/** What the URL of the page says, beside the time. What is usual is left out. */
export interface GroupsSearch {
  /** The query that a group's alerts must answer. */
  readonly q?: string | undefined;
  readonly state?: Exclude<GroupTab, 'open'> | undefined;
  readonly by?: Exclude<GroupOrder, 'attention'> | undefined;
  /** A login, `me` or `none`. */
  readonly assignee?: string | undefined;
  /** The group whose detail is open, by id. */
  readonly open?: string | undefined;
  /** The saved view that was chosen. */
  readonly view?: string | undefined;
}

export function readGroupsSearch(raw: Readonly<Record<string, unknown>>): GroupsSearch {
  return {
    q: textIn(raw, 'q'),
    state: oneOf(['acknowledged', 'resolved', 'archived'], raw['state']),
    by: oneOf(['last', 'count', 'priority'], raw['by']),
    assignee: textIn(raw, 'assignee'),
    open: textIn(raw, 'open'),
    view: textIn(raw, 'view'),
  };
}

function oneOf<Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((value) => value === raw);
}
