/** What the URL of the page says. */
export interface SettingsSearch {}

export function readSettingsSearch(_raw: Readonly<Record<string, unknown>>): SettingsSearch {
  return {};
}
