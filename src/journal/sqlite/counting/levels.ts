import { countedDimensions, type CountedDimension } from '../../counting.ts';

export const minuteMs = 60_000;

/**
 * Counts are kept by buckets of several lengths, so that a range of any length is a few dozen buckets. Numbers of buckets are
 * counted from 1970. By label, minutes are in `minute_counts`, and there are hours and days; the values of dimensions have five
 * minutes, hours and days, and priorities minutes, too.
 */
export const levels = { minute: 0, fiveMinutes: 1, hour: 2, day: 3 } as const;
export type Level = (typeof levels)[keyof typeof levels];

/** By level. */
export const levelMinutes = [1, 5, 60, 1440] as const;
export const labelLevels: readonly Level[] = [levels.minute, levels.hour, levels.day];
export const valueLevels: readonly Level[] = [levels.minute, levels.fiveMinutes, levels.hour, levels.day];

/** In `rollups.dimension`: 0 are labels, then the dimensions. */
export const labelDimension = 0;

export function dimensionNumber(dimension: CountedDimension): number {
  return countedDimensions.indexOf(dimension) + 1;
}

/** Whether a dimension is counted at a level. */
export function isCounted(dimension: CountedDimension, level: Level): boolean {
  return level !== levels.minute || dimension === 'priority';
}
