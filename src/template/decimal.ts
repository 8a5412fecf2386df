/** Exact decimal digits of a double: JavaScript's own `toFixed` rounds halves up, Go rounds them to even. */

/** The digits stand for 0.digits × 10^point. Zero has no digits. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** The fewest digits that read back as the same double. */
export function shortestDecimal(value: number): Decimal {
  if (value === 0) return { digits: '', point: 0 };
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** Rounds to a number of significant digits. */
export function roundedToDigits(value: number, count: number): Decimal {
  const exact = exactDecimal(value);
  return rounded(exact, count);
}

/** Rounds to a number of digits after the point. */
export function roundedToPlaces(value: number, places: number): Decimal {
  const exact = exactDecimal(value);
  return rounded(exact, exact.point + places);
}

function exactDecimal(value: number): Decimal {
  if (value === 0) return { digits: '', point: 0 };
  const { mantissa, exponent } = binary(value);
  if (exponent >= 0) return trimmed((mantissa << BigInt(exponent)).toString(), 0);
  return trimmed((mantissa * 5n ** BigInt(-exponent)).toString(), exponent);
}

function trimmed(digits: string, exponent: number): Decimal {
  return { digits: digits.replace(/0+$/, ''), point: digits.length + exponent };
}

function rounded({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: '', point: 0 };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isHalf = /^50*$/.test(rest);
  const isOdd = Number(kept.at(-1) ?? 0) % 2 === 1;
  if (isHalf ? !isOdd : rest < '5') return { digits: kept.replace(/0+$/, ''), point: kept === '' ? 0 : point };
  const raised = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(count, '0');
  return { digits: raised.replace(/0+$/, ''), point: point + raised.length - count };
}

/** A finite positive double as mantissa × 2^exponent, the mantissa with 53 bits, fewer if the double is subnormal. */
export function binary(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const exponent = Number((word >> 52n) & 0x7ffn);
  if (exponent === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | (1n << 52n), exponent: exponent - 1075 };
}
