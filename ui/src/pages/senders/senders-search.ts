/** What the URL of the page says. */
export interface SendersSearch {}

export function readSendersSearch(_raw: Readonly<Record<string, unknown>>): SendersSearch {
  return {};
}
