import { textIn } from '#ui/app/search-text.ts';

export const outputTabs = ['health', 'configuration'] as const;
export type OutputTab = (typeof outputTabs)[number];

export interface OutputsSearch {
  /** The one that is looked at. */
  readonly output?: string | undefined;
  readonly tab?: OutputTab | undefined;
  /** A kind of output to add; `''` while it is being chosen. */
  readonly add?: string | undefined;
}

export function readOutputsSearch(raw: Readonly<Record<string, unknown>>): OutputsSearch {
  const tab = textIn(raw, 'tab');
  const add = raw['add'];
  return {
    output: textIn(raw, 'output'),
    tab: outputTabs.find((known) => known === tab),
    add: typeof add === 'string' ? add : undefined,
  };
}
