import { textIn } from '#ui/app/search-text.ts';

export interface RuleTesterSearch {
  /** The rule whose condition is told part by part. */
  readonly rule?: string | undefined;
}

export function readRuleTesterSearch(raw: Readonly<Record<string, unknown>>): RuleTesterSearch {
  return { rule: textIn(raw, 'rule') };
}
