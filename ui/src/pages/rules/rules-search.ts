/** What the URL of the page says. */
export interface RulesSearch {}

export function readRulesSearch(_raw: Readonly<Record<string, unknown>>): RulesSearch {
  return {};
}
