/**
 * Time stamps stay text: a JavaScript Date holds milliseconds, Falco reports nanoseconds.
 * The canonical form is Go's `time.RFC3339Nano`: trailing zeros trimmed, `+00:00` written `Z`, other offsets kept.
 */

const pattern =
  /^(\d{4}-(\d\d)-(\d\d))T(([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

interface Parts {
  readonly date: string;
  readonly clock: string;
  /** Up to nine digits, without trailing zeros; empty for whole seconds. */
  readonly fraction: string;
  /** `Z` or `+hh:mm`. */
  readonly offset: string;
}

/** The canonical form of a strict RFC 3339 time stamp, or `undefined`. */
export function parseTime(text: string): string | undefined {
  const parts = split(text);
  if (!parts) return undefined;
  const fraction = parts.fraction === '' ? '' : `.${parts.fraction}`;
  return `${parts.date}T${parts.clock}${fraction}${parts.offset}`;
}

/** Go's zero time, which Falcosidekick takes for a missing one. */
export function isZeroTime(time: string): boolean {
  return zeroYears.test(time) && unixNanoseconds(time) === zeroTime;
}

/** With an offset, the zero time may fall into the year before. */
const zeroYears = /^000[01]-/;
const zeroTime = BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1_000_000n;

/** Nanoseconds since 1970 of a canonical time. */
export function unixNanoseconds(time: string): bigint {
  const parts = split(time);
  if (!parts) throw new RangeError(`Not an RFC 3339 time: ${time}`);
  return BigInt(unixSeconds(parts)) * 1_000_000_000n + BigInt(parts.fraction.padEnd(9, '0'));
}

/** Milliseconds since 1970 of a canonical time, rounded down. */
export function unixMilliseconds(time: string): number {
  return Number(unixNanoseconds(time) / 1_000_000n);
}

/** A time as Go's `time.Time.String()` prints it: `2001-01-01 01:10:00.5 +0200 +0200`, `… +0000 UTC`. */
export function humanTime(time: string): string {
  const parts = split(time);
  if (!parts) return time;
  const fraction = parts.fraction === '' ? '' : `.${parts.fraction}`;
  const offset = parts.offset.replace(':', '');
  const zone = parts.offset === 'Z' ? '+0000 UTC' : `${offset} ${offset}`;
  return `${parts.date} ${parts.clock}${fraction} ${zone}`;
}

/** RFC 3339 in whole seconds, the sender's offset kept. */
export function timeInSeconds(time: string): string {
  return time.replace(/\.\d+/, '');
}

function split(text: string): Parts | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, date = '', month = '', day = '', clock = '', , digits = '', offset = ''] = match;
  if (Number(day) < 1 || Number(day) > daysIn(Number(date.slice(0, 4)), Number(month))) return undefined;
  const fraction = digits.slice(0, 9).replace(/0+$/, '');
  return { date, clock, fraction, offset: offset === '+00:00' || offset === '-00:00' ? 'Z' : offset };
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function unixSeconds({ date, clock, offset }: Parts): number {
  return Date.parse(`${date}T${clock}${offset}`) / 1000;
}
