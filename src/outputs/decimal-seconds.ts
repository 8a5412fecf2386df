import { unixNanoseconds } from '#alert/time.ts';

/** Seconds since 1970 with three decimals: what log stores take for a time, and a number of JSON. */
export function decimalSeconds(time: string): string {
  const ms = unixNanoseconds(time) / 1_000_000n;
  const digits = String(ms < 0n ? -ms : ms).padStart(4, '0');
  return `${ms < 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
