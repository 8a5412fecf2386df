import type { FieldType, FieldValue } from '../../fields/field.ts';
import { byteLength } from '../byte-text.ts';
import { portConstant } from './service-ports.ts';

/** How many bits an integer type has; negative if it is signed. */
const integerBits: Partial<Record<FieldType, number>> = {
  INT8: -8,
  INT16: -16,
  INT32: -32,
  INT64: -64,
  ERRNO: -64,
  PID: -64,
  FDTYPE: -64,
  UINT8: 8,
  UINT16: 16,
  UINT32: 32,
  FLAGS: 32,
  UINT64: 64,
  RELTIME: 64,
  ABSTIME: 64,
};

/** Falco keeps constants in buffers of this many bytes, with the NUL behind a text. */
const maxBytes = 256;

/**
 * A constant of a rule as a value of a field's type. Texts and addresses stay text.
 * @throws RangeError with Falco's text
 */
export function parseConstant(text: string, type: FieldType): FieldValue {
  if (type === 'BYTEBUF') return checkedLength(text, 'filter parameter too long (byte buf)');
  if (text.includes('\0')) throw new RangeError('filter error: filter value cannot contain a NUL byte (\\x00)');
  if (type === 'BOOL') return parseBoolean(text);
  if (type === 'DOUBLE') return Number(parseInteger(text, -32));
  if (type === 'PORT') return portConstant(text);
  const bits = integerBits[type];
  if (bits !== undefined) return parseInteger(text, bits);
  const used = byteLength(text) + 1;
  return checkedLength(text, `filter parameter too long (used=${used}, available=${maxBytes}):${text}`);
}

function checkedLength(text: string, message: string): string {
  if (byteLength(text) >= maxBytes) throw new RangeError(message);
  return text;
}

export function isNumeric(type: FieldType): boolean {
  return type === 'DOUBLE' || type === 'PORT' || integerBits[type] !== undefined;
}

function parseBoolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new RangeError(`filter error: unrecognized boolean value ${text}`);
  return text === 'true';
}

/** As C's `sscanf` with `%u` or `%d`: a value too large for 64 bits is the largest, one too large for the type is cut. */
function parseInteger(text: string, bits: number): bigint {
  const digits = /^[\t-\r ]*([+-]?\d+)$/.exec(text)?.[1];
  if (digits === undefined) throw new RangeError(`${text} is not a valid number`);
  const value = BigInt(digits.replace('+', ''));
  if (bits > 0) {
    const largest = 2n ** 64n - 1n;
    return BigInt.asUintN(bits, value > largest || value < -largest ? largest : value);
  }
  const limit = 2n ** 63n;
  const clamped = value >= limit ? limit - 1n : value;
  return BigInt.asIntN(-bits, clamped < -limit ? -limit : clamped);
}
