/** What the URL of the page says. */
export interface OutputsSearch {}

export function readOutputsSearch(_raw: Readonly<Record<string, unknown>>): OutputsSearch {
  return {};
}
