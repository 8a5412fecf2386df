import { fieldText } from '#alert/fields.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { isJsonObject, isNumber, numberText, type Json } from '#kit/json.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/** Text that every database takes: without zero bytes and halves of characters, which become `U+FFFD`. */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** What databases allow: MariaDB 32 levels, MySQL 65,535 bytes in a name. */
const maxDepth = 16;
const maxNameBytes = 16_384;

/**
 * JSON that every database takes: numbers that no double holds are texts, and so is what is nested too deep; names are cut. How
 * it came stands in the alert's own JSON.
 */
export function storedJson(value: Json): string {
  return JSON.stringify(storable(value, 1));
}

function storable(value: Json, depth: number): Json {
  if (typeof value === 'string') return storedText(value);
  if (isNumber(value)) return Number.isFinite(Number(numberText(value))) ? value : numberText(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (depth > maxDepth) return storedText(fieldText(value));
  if (!isJsonObject(value)) return value.map((item) => storable(item, depth + 1));
  const entries = Object.entries(value).map(([name, item]) => [
    shortenToBytes(storedText(name), maxNameBytes),
    storable(item, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

/** `2026-11-24 16:31:56.746609` in UTC: as much as databases hold. Times before `minYear` or after 9999 are the nearest within. */
export function storedTime(time: string, minYear: number): string {
  const year = String(minYear).padStart(4, '0');
  const earliest = BigInt(Date.parse(`${year}-01-01T00:00:00Z`)) * 1000n;
  const latest = BigInt(Date.parse('9999-12-31T23:59:59.999Z')) * 1000n + 999n;
  const exact = floorDivide(unixNanoseconds(time), 1000n);
  const micros = [earliest, exact, latest].toSorted((a, b) => (a < b ? -1 : 1))[1] ?? exact;
  const seconds = floorDivide(micros, 1_000_000n);
  const fraction = String(micros - seconds * 1_000_000n).padStart(6, '0');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${fraction}`;
}

/** Before 1970, too, a time is counted from the second before it. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
