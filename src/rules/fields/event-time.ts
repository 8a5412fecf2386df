/** How far local time is ahead of UTC, in seconds, at a moment in milliseconds since 1970. */
export type UtcOffset = (timeMs: number) => number;

const secondNs = 1_000_000_000n;

/** `13:53:31.726060287` in local time. */
export function clockTime(timeNs: bigint, utcOffset: UtcOffset): string {
  return `${clockTimeInSeconds(timeNs, utcOffset)}.${fraction(timeNs)}`;
}

export function clockTimeInSeconds(timeNs: bigint, utcOffset: UtcOffset): string {
  return local(timeNs, utcOffset).slice(11, 19);
}

/** `2024-01-02 13:53:31.726060287` in local time. */
export function dateTime(timeNs: bigint, utcOffset: UtcOffset): string {
  return `${dateTimeInSeconds(timeNs, utcOffset)}.${fraction(timeNs)}`;
}

export function dateTimeInSeconds(timeNs: bigint, utcOffset: UtcOffset): string {
  return local(timeNs, utcOffset).slice(0, 19).replace('T', ' ');
}

/** `2024-01-02T13:53:31.726060287+0000`, always in UTC. */
export function isoTime(timeNs: bigint): string {
  return `${utc(timeNs)}.${fraction(timeNs)}+0000`;
}

/** `2024-01-02T13:53:31.726060287Z`, the `time` of an alert. */
export function alertTime(timeNs: bigint): string {
  return `${utc(timeNs)}.${fraction(timeNs)}Z`;
}

export function wholeSeconds(timeNs: bigint): bigint {
  return timeNs / secondNs;
}

export function nanosecondsOfSecond(timeNs: bigint): bigint {
  return timeNs % secondNs;
}

function fraction(timeNs: bigint): string {
  return nanosecondsOfSecond(timeNs).toString().padStart(9, '0');
}

function milliseconds(timeNs: bigint): number {
  return Number(timeNs / 1_000_000n);
}

function utc(timeNs: bigint): string {
  return new Date(milliseconds(timeNs)).toISOString().slice(0, 19);
}

function local(timeNs: bigint, utcOffset: UtcOffset): string {
  const timeMs = milliseconds(timeNs);
  return new Date(timeMs + utcOffset(timeMs) * 1000).toISOString();
}
