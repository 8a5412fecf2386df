import { textIn } from '#ui/app/search-text.ts';

/** What the URL of the page says. */
export interface AlertsSearch {
  readonly q?: string | undefined;
}

export function readAlertsSearch(raw: Readonly<Record<string, unknown>>): AlertsSearch {
  return { q: textIn(raw, 'q') };
}
