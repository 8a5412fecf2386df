/** What the URL of the page says. */
export interface OverviewSearch {}

export function readOverviewSearch(_raw: Readonly<Record<string, unknown>>): OverviewSearch {
  return {};
}
