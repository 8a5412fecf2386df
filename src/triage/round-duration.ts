const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A length of time for people, in its largest unit: `2 h`. */
export function roundDuration(ms: number): string {
  for (const [unit, unitMs] of units) {
    if (ms >= unitMs) return `${Math.floor(ms / unitMs)} ${unit}`;
  }
  return 'less than a minute';
}
