/** What the URL of the page says. */
export interface DeadLettersSearch {}

export function readDeadLettersSearch(_raw: Readonly<Record<string, unknown>>): DeadLettersSearch {
  return {};
}
