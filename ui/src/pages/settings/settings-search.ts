import { textIn } from '#ui/app/search-text.ts';

export const settingsTabs = ['about', 'users', 'tokens', 'audit', 'browser'] as const;
export type SettingsTab = (typeof settingsTabs)[number];

export interface SettingsSearch {
  readonly tab?: SettingsTab | undefined;
}

export function readSettingsSearch(raw: Readonly<Record<string, unknown>>): SettingsSearch {
  const tab = textIn(raw, 'tab');
  return { tab: settingsTabs.find((known) => known === tab) };
}
