const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const amountAndUnit = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/g;
const wholeText = new RegExp(`^\\+?(?:${amountAndUnit.source})+$`);
const nanoseconds = /^\d+$/;

/**
 * Reads a duration in Go's notation, such as `1h30m`, `500ms` or `1.5s`, and `d` for days besides. A bare number is in
 * nanoseconds, as everywhere in Falcosidekick's configuration. See https://pkg.go.dev/time#ParseDuration.
 * @returns whole milliseconds, rounded up so that a short time does not become none; `undefined` for any other text,
 * negative durations among them
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (nanoseconds.test(trimmed)) return wholeMs(Number(trimmed) / 1e6);
  if (!wholeText.test(trimmed)) return undefined;
  const parts = [...trimmed.matchAll(amountAndUnit)];
  return wholeMs(parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitMs[unit] ?? 0), 0));
}

/** Sums of fractions carry an error far below a nanosecond, which must not round up to a millisecond. */
function wholeMs(ms: number): number | undefined {
  const rounded = Math.max(0, Math.ceil(ms - 1e-7));
  return Number.isSafeInteger(rounded) ? rounded : undefined;
}
