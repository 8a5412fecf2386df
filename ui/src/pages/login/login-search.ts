import { textIn } from '#ui/app/search-text.ts';

export interface LoginSearch {
  /** Where the visitor wanted to go. */
  readonly back?: string | undefined;
}

export function readLoginSearch(raw: Readonly<Record<string, unknown>>): LoginSearch {
  return { back: textIn(raw, 'back') };
}
