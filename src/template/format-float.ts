import { binary, roundedToDigits, roundedToPlaces, shortestDecimal, type Decimal } from './decimal.ts';
import { pad, type Flags } from './printf-flags.ts';

const verbs = new Map([
  ['v', 'g'],
  ['F', 'f'],
  ...['b', 'g', 'G', 'x', 'X', 'f', 'e', 'E'].map((verb) => [verb, verb] as const),
]);

/** Prints a double as a verb asks, or gives nothing if the verb is not for floating-point numbers. */
export function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  const format = verbs.get(verb);
  if (format === undefined) return undefined;
  if (!Number.isFinite(value)) return pad(infinite(value, flags), flags, false);
  const precision = flags.precision ?? ('feE'.includes(format) ? 6 : undefined);
  const magnitude = floatText(Math.abs(value), format, precision);
  const unsigned = flags.sharp && format !== 'b' ? withPoint(magnitude, format, precision) : magnitude;
  return signed(unsigned, value, flags);
}

/** Go's `strconv.FormatFloat` of a positive number. */
function floatText(value: number, format: string, precision: number | undefined): string {
  switch (format) {
    case 'f':
      return fixed(precision === undefined ? shortestDecimal(value) : roundedToPlaces(value, precision), precision);
    case 'e':
      return exponential(
        precision === undefined ? shortestDecimal(value) : roundedToDigits(value, precision + 1),
        precision,
      );
    case 'g':
      return general(value, precision);
    case 'b':
      return binaryExponent(value);
    case 'x':
      return hexadecimal(value, precision);
    default:
      return floatText(value, format.toLowerCase(), precision).toUpperCase();
  }
}

function fixed({ digits, point }: Decimal, precision = Math.max(digits.length - point, 0)): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision === 0) return whole;
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits;
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

function exponential({ digits, point }: Decimal, precision = Math.max(digits.length - 1, 0)): string {
  const exponent = digits === '' ? 0 : point - 1;
  const fraction = precision > 0 ? `.${digits.slice(1).padEnd(precision, '0')}` : '';
  return `${digits[0] ?? '0'}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Without a precision, an exponent of 6 is large; with one, an exponent of as many digits as there are. */
function general(value: number, precision: number | undefined): string {
  const count = precision === 0 ? 1 : precision;
  const decimal = count === undefined ? shortestDecimal(value) : roundedToDigits(value, count);
  const { digits, point } = decimal;
  const exponent = digits === '' ? 0 : point - 1;
  if (exponent < -4 || exponent >= exponentLimit(decimal, count)) return exponential(decimal);
  return fixed(decimal);
}

function exponentLimit({ digits, point }: Decimal, count: number | undefined): number {
  if (count === undefined) return 6;
  return count > digits.length && digits.length >= point ? digits.length : count;
}

function binaryExponent(value: number): string {
  const { mantissa, exponent } = binary(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** `0x1.8p+01`, rounded to a number of hexadecimal digits, halves to even. */
function hexadecimal(value: number, precision: number | undefined): string {
  let { mantissa, exponent } = value === 0 ? { mantissa: 0n, exponent: -52 } : binary(value);
  while (mantissa > 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision !== undefined && precision < 13) mantissa = roundedBits(mantissa, BigInt(52 - 4 * precision));
  if (mantissa >> 53n > 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  const allDigits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const digits =
    precision === undefined ? allDigits.replace(/0+$/, '') : allDigits.slice(0, precision).padEnd(precision, '0');
  const power = exponent + 52;
  const shownPower = `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return `0x${mantissa >> 52n}${digits === '' ? '' : `.${digits}`}p${shownPower}`;
}

function roundedBits(mantissa: bigint, bits: bigint): bigint {
  const kept = mantissa >> bits;
  const rest = mantissa & ((1n << bits) - 1n);
  const half = 1n << (bits - 1n);
  const isUp = rest > half || (rest === half && kept % 2n === 1n);
  return (kept + (isUp ? 1n : 0n)) << bits;
}

function infinite(value: number, flags: Flags): string {
  if (value < 0) return '-Inf';
  const sign = flags.space && !flags.plus ? ' ' : '+';
  if (Number.isNaN(value)) return flags.space || flags.plus ? `${sign}NaN` : 'NaN';
  return `${sign}Inf`;
}

/** The flag `#`: always a point, and for `%g` and `%x` the zeros that they drop. */
function withPoint(text: string, format: string, precision: number | undefined): string {
  const [, number = '', tail = ''] = (/x/i.test(format) ? /^(.*?)(p.*)?$/i : /^(.*?)(e.*)?$/i).exec(text) ?? [];
  const wanted = 'gGx'.includes(format) ? (precision ?? 6) : 0;
  const counted = number === '0' ? 1 : number.replace('.', '').replace(/^0+/, '').length;
  return `${number}${number.includes('.') ? '' : '.'}${'0'.repeat(Math.max(wanted - counted, 0))}${tail}`;
}

function signed(unsigned: string, value: number, flags: Flags): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const plainSign = flags.space && !flags.plus ? ' ' : '+';
  const sign = isNegative ? '-' : plainSign;
  if (!flags.plus && sign === '+') return pad(unsigned, flags);
  if (flags.zero && !flags.minus) return sign + unsigned.padStart((flags.width ?? 0) - 1, '0');
  return pad(sign + unsigned, flags);
}
