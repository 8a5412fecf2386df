import type { AlertOrder } from '#ui/api/alerts.ts';
import { textIn } from '#ui/app/search-text.ts';

/** What the URL of the page says, beside the time. What is usual is left out. */
export interface AlertsSearch {
  /** The query. */
  readonly q?: string | undefined;
  readonly sort?: 'priority' | undefined;
  readonly order?: 'asc' | undefined;
  /** The alert whose detail is open, by uuid. */
  readonly open?: string | undefined;
  readonly tab?: string | undefined;
  readonly live?: 'off' | undefined;
  /** The saved view that was chosen. */
  readonly view?: string | undefined;
}

export function readAlertsSearch(raw: Readonly<Record<string, unknown>>): AlertsSearch {
  return {
    q: textIn(raw, 'q'),
    sort: raw['sort'] === 'priority' ? 'priority' : undefined,
    order: raw['order'] === 'asc' ? 'asc' : undefined,
    open: textIn(raw, 'open'),
    tab: textIn(raw, 'tab'),
    live: raw['live'] === 'off' ? 'off' : undefined,
    view: textIn(raw, 'view'),
  };
}

export function orderOf({ sort, order }: AlertsSearch): AlertOrder {
  return { by: sort ?? 'time', order: order ?? 'desc' };
}
