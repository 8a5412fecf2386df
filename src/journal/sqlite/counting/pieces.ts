import { levelMinutes, minuteMs, type Level } from './levels.ts';

/** A part of a range of time that is counted at once. */
export type Piece =
  /** Whole buckets, from `first` up to `end`. */
  | { readonly kind: 'buckets'; readonly level: Level; readonly first: number; readonly end: number }
  /** A part of a minute, which is counted alert by alert. */
  | { readonly kind: 'alerts'; readonly fromMs: number; readonly untilMs: number };

export interface Range {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Divides a range into the fewest buckets of these levels; where it begins or ends within a minute, that part stands alone. */
export function piecesOf({ fromMs, untilMs }: Range, levels: readonly Level[]): readonly Piece[] {
  if (fromMs >= untilMs) return [];
  const first = Math.ceil(fromMs / minuteMs);
  const end = Math.floor(untilMs / minuteMs);
  if (first > end) return [{ kind: 'alerts', fromMs, untilMs }];
  const before: Piece = { kind: 'alerts', fromMs, untilMs: first * minuteMs };
  const after: Piece = { kind: 'alerts', fromMs: end * minuteMs, untilMs };
  const coarsestFirst = levels.toSorted((a, b) => b - a);
  return [before, ...cover(first, end, coarsestFirst), after].filter(isSome);
}

/** Minutes from `first` up to `end`. */
function cover(first: number, end: number, [level, ...finer]: readonly Level[]): readonly Piece[] {
  if (level === undefined || first >= end) return [];
  const size = levelMinutes[level];
  const [firstBucket, endBucket] = [Math.ceil(first / size), Math.floor(end / size)];
  if (firstBucket >= endBucket) return cover(first, end, finer);
  return [
    ...cover(first, firstBucket * size, finer),
    { kind: 'buckets', level, first: firstBucket, end: endBucket },
    ...cover(endBucket * size, end, finer),
  ];
}

function isSome(piece: Piece): boolean {
  return piece.kind === 'buckets' || piece.fromMs < piece.untilMs;
}

/** The levels whose buckets do not lie across the borders of such buckets. */
export function levelsWithin(levels: readonly Level[], bucketMs: number | undefined): readonly Level[] {
  if (bucketMs === undefined) return levels;
  return levels.filter((level) => bucketMs % (levelMinutes[level] * minuteMs) === 0);
}
