import { textIn } from '#ui/app/search-text.ts';

export interface OutputsSearch {
  /** The one that is looked at. */
  readonly output?: string | undefined;
}

export function readOutputsSearch(raw: Readonly<Record<string, unknown>>): OutputsSearch {
  return { output: textIn(raw, 'output') };
}
