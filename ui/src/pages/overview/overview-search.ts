import { textIn } from '#ui/app/search-text.ts';

/** What the URL of the page says, beside the time. */
export interface OverviewSearch {
  /** The part of the time that is brushed: two times, parted by a comma. */
  readonly marked?: string | undefined;
}

export function readOverviewSearch(raw: Readonly<Record<string, unknown>>): OverviewSearch {
  const marked = textIn(raw, 'marked');
  return { marked: markedSpan(marked) && marked };
}

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export function markedSpan(text: string | undefined): Span | undefined {
  const [from = '', until = '', ...more] = text?.split(',') ?? [];
  const span = { fromMs: Date.parse(from), untilMs: Date.parse(until) };
  return more.length === 0 && span.fromMs < span.untilMs ? span : undefined;
}

export function markedText({ fromMs, untilMs }: Span): string {
  return [fromMs, untilMs].map((ms) => new Date(ms).toISOString().replace(/(?::00)?\.000Z$/, 'Z')).join(',');
}
