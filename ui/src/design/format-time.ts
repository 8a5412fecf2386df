import { zoneName, type Zone } from './zone.ts';

/** How much of a time is written. */
export type TimeStyle = 'time' | 'milliseconds' | 'minutes' | 'day' | 'day-and-time' | 'whole';

type Fields = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'ms', string>>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `03:13:02`, `03:13:02.933`, `03:13`, `20 Nov`, `20 Nov 03:13`, `20 Nov 2026, 03:13:02.933 UTC`. */
export function formatTime(ms: number, zone: Zone, style: TimeStyle): string {
  const { year, month, day, hour, minute, second, ms: thousandths } = fieldsOf(ms, zone);
  switch (style) {
    case 'minutes':
      return `${hour}:${minute}`;
    case 'time':
      return `${hour}:${minute}:${second}`;
    case 'milliseconds':
      return `${hour}:${minute}:${second}.${thousandths}`;
    case 'day':
      return dayOf(ms, zone);
    case 'day-and-time':
      return `${dayOf(ms, zone)} ${hour}:${minute}`;
    case 'whole':
      return `${day} ${month} ${year}, ${hour}:${minute}:${second}.${thousandths} ${zoneName(zone)}`;
  }
}

export function isToday(ms: number, zone: Zone): boolean {
  return dayOf(ms, zone) === dayOf(Date.now(), zone);
}

/** `20 Nov` within the year, else `20 Nov 2025`. */
function dayOf(ms: number, zone: Zone): string {
  const { day, month, year } = fieldsOf(ms, zone);
  return year === fieldsOf(Date.now(), zone).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

function fieldsOf(ms: number, zone: Zone): Fields {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const three = (value: number) => String(value).padStart(3, '0');
  if (zone === 'utc') {
    return {
      year: String(date.getUTCFullYear()),
      month: months[date.getUTCMonth()] ?? '',
      day: String(date.getUTCDate()),
      hour: two(date.getUTCHours()),
      minute: two(date.getUTCMinutes()),
      second: two(date.getUTCSeconds()),
      ms: three(date.getUTCMilliseconds()),
    };
  }
  return {
    year: String(date.getFullYear()),
    month: months[date.getMonth()] ?? '',
    day: String(date.getDate()),
    hour: two(date.getHours()),
    minute: two(date.getMinutes()),
    second: two(date.getSeconds()),
    ms: three(date.getMilliseconds()),
  };
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `212 ms`, `64 s`, `18 min`, `2 h 5 min`, `3 d 4 h`, `27 days`. */
export function formatDuration(ms: number): string {
  const length = Math.abs(ms);
  if (length < second) return `${Math.round(length)} ms`;
  if (length < 100 * second) return `${Math.round(length / second)} s`;
  if (length < 100 * minute) return `${Math.round(length / minute)} min`;
  if (length < 2 * day) return two(length, hour, 'h', minute, 'min');
  if (length < 10 * day) return two(length, day, 'd', hour, 'h');
  return `${Math.round(length / day)} days`;
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const [whole, rest] = [Math.floor(length / large), Math.floor((length % large) / small)];
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}

/** `64 s ago`: only beside an absolute time. */
export function formatAgo(ms: number, nowMs: number): string {
  return nowMs - ms < second ? 'just now' : `${formatDuration(nowMs - ms)} ago`;
}
