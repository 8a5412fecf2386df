/** What the URL of the page says. */
export interface GroupsSearch {}

export function readGroupsSearch(_raw: Readonly<Record<string, unknown>>): GroupsSearch {
  return {};
}
