/** How a host that sends alerts fares. */
export type SenderState = 'sending' | 'silent' | 'quiet';

export interface SenderActivity {
  /** Alerts by hour over the last week, the current hour last. */
  readonly hours: readonly number[];
  readonly lastSeenMs: number;
  readonly nowMs: number;
}

const hourMs = 3_600_000;
/** Less than this says nothing of what is usual. */
const knownHours = 6;
const usualPart = 3 / 4;
const gaps = 3;

/**
 * Silent is a host that usually sends something at least hourly, and sent nothing for three times its usual gap, and for an hour
 * at least. "Usually": three quarters of the hours from its first alert of the week to its last had one, and these are six hours
 * or more; the usual gap is the mean time between two alerts then. Whoever sends more seldom is quiet, which means nothing.
 */
export function senderState({ hours, lastSeenMs, nowMs }: SenderActivity): SenderState {
  const first = hours.findIndex((count) => count > 0);
  const known = first < 0 ? [] : hours.slice(first, hours.findLastIndex((count) => count > 0) + 1);
  const isRegular = known.length >= knownHours && active(known).length >= known.length * usualPart;
  const sum = known.reduce((total, count) => total + count, 0);
  const gapMs = isRegular ? (known.length * hourMs) / sum : hourMs;
  const silentForMs = nowMs - lastSeenMs;
  if (silentForMs < Math.max(gaps * gapMs, hourMs)) return 'sending';
  return isRegular ? 'silent' : 'quiet';
}

/** The median of the hours in which anything came. */
export function usualPerHour(hours: readonly number[]): number {
  const sorted = active(hours).toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

function active(hours: readonly number[]): readonly number[] {
  return hours.filter((count) => count > 0);
}
