import { textIn } from '#ui/app/search-text.ts';

export interface DeadLettersSearch {
  readonly output?: string | undefined;
  readonly reason?: string | undefined;
}

export function readDeadLettersSearch(raw: Readonly<Record<string, unknown>>): DeadLettersSearch {
  return { output: textIn(raw, 'output'), reason: textIn(raw, 'reason') };
}
