/** The time that a page looks at: so far back from now, or from one moment to another. */
export type TimeRange =
  | { readonly kind: 'relative'; readonly length: string }
  | { readonly kind: 'absolute'; readonly fromMs: number; readonly untilMs: number };

/** As it stands in the URL. */
export interface TimeSearch {
  readonly range?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const defaultLength = '24h';

/** Offered in the picker. Any other length works in the URL: `range=90m`. */
export const offeredLengths = ['15m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '30d', '90d'] as const;

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const unitNames: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };
const pattern = /^(\d{1,4})([mhdw])$/;

export function lengthMs(length: string): number | undefined {
  const [, count = '0', unit = ''] = pattern.exec(length) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? 0);
  return ms > 0 ? ms : undefined;
}

/** `Last 24 hours`. */
export function lengthName(length: string): string {
  const [, count = '0', unit = ''] = pattern.exec(length) ?? [];
  const name = unitNames[unit] ?? unit;
  return Number(count) === 1 ? `Last ${name}` : `Last ${count} ${name}s`;
}

export function readTimeSearch(raw: Readonly<Record<string, unknown>>): TimeSearch {
  const { range, from, until } = raw;
  const isTime = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (isTime(from) && isTime(until) && Date.parse(from) < Date.parse(until)) return { from, until };
  return typeof range === 'string' && lengthMs(range) !== undefined ? { range } : {};
}

export function rangeOf({ range = defaultLength, from, until }: TimeSearch): TimeRange {
  if (from === undefined || until === undefined) return { kind: 'relative', length: range };
  return { kind: 'absolute', fromMs: Date.parse(from), untilMs: Date.parse(until) };
}

/** All three, so that what was there before goes. */
export function searchOf(range: TimeRange): TimeSearch {
  if (range.kind === 'absolute') return { range: undefined, from: isoOf(range.fromMs), until: isoOf(range.untilMs) };
  const isDefault = range.length === defaultLength;
  return { range: isDefault ? undefined : range.length, from: undefined, until: undefined };
}

export function spanOf(range: TimeRange, nowMs: number): TimeSpan {
  if (range.kind === 'absolute') return { fromMs: range.fromMs, untilMs: range.untilMs };
  return { fromMs: nowMs - (lengthMs(range.length) ?? 0), untilMs: nowMs };
}

/** The window of the same length before (-1) or after (1); never beyond now. */
export function shifted(range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange {
  const { fromMs, untilMs } = spanOf(range, nowMs);
  const by = Math.min(direction * (untilMs - fromMs), nowMs - untilMs);
  return absolute(fromMs + by, untilMs + by);
}

/** Twice as long, around the same middle. */
export function widened(range: TimeRange, nowMs: number): TimeRange {
  const { fromMs, untilMs } = spanOf(range, nowMs);
  const half = Math.round((untilMs - fromMs) / 2);
  return absolute(Math.max(0, fromMs - half), Math.min(nowMs, untilMs + half));
}

/** To whole seconds: nobody chooses finer, and the URL stays short. */
export function absolute(fromMs: number, untilMs: number): TimeRange {
  const from = Math.floor(fromMs / 1000) * 1000;
  return { kind: 'absolute', fromMs: from, untilMs: Math.max(from + 1000, Math.ceil(untilMs / 1000) * 1000) };
}

/** Without what is zero at the end: short URLs are read and passed on. */
function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/(?::00)?\.000Z$/, 'Z');
}
