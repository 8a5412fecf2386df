/** The mean of the two in the middle where there is an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

export function pairwiseRatios(ours: readonly number[], against: readonly number[]): number[] {
  return ours.map((value, index) => value / (against[index] ?? NaN));
}
