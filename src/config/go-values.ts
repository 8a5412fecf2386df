/** Text to values as Go's `strconv` reads them, since that is what Falcosidekick's users could write. */

/** See https://pkg.go.dev/strconv#ParseBool. Unlike Go we take every mix of cases. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase();
  if (lower === '1' || lower === 't' || lower === 'true') return true;
  return lower === '0' || lower === 'f' || lower === 'false' ? false : undefined;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const prefixed = /^0[xob][\da-f]+$/i;

/** Decimal, or with one of the prefixes `0x`, `0o`, `0b`. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!decimal.test(trimmed) && !prefixed.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
