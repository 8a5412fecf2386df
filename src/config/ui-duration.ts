const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  // Documented by Falcosidekick-UI, which reads it as for ever.
  W: 7 * 86_400_000,
  M: 30 * 86_400_000,
  y: 365 * 86_400_000,
};

/** A time as Falcosidekick-UI writes it, such as `15min` or `1M`, in milliseconds. `undefined` for any other text. */
export function parseUiDuration(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+)([a-zA-Z]+)$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  return Number.isSafeInteger(ms) ? ms : undefined;
}
