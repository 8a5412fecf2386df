export const detailTabs = ['summary', 'outputs', 'group', 'nearby', 'fields', 'json'] as const;

export type DetailTab = (typeof detailTabs)[number];

export function isDetailTab(text: string | undefined): text is DetailTab {
  return detailTabs.some((tab) => tab === text);
}
