import { textIn } from '#ui/app/search-text.ts';

export interface LoginSearch {
  /** Where the visitor wanted to go. */
  readonly back?: string | undefined;
  /** From the link that was printed at the first start. */
  readonly secret?: string | undefined;
}

export function readLoginSearch(raw: Readonly<Record<string, unknown>>): LoginSearch {
  return { back: textIn(raw, 'back'), secret: textIn(raw, 'secret') };
}
