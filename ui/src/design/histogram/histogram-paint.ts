import { priorities } from '#alert/priority.ts';
import type { Bucket, Lane, Part } from './histogram-lanes.ts';

/** Where the lanes lie in the canvas, in its own pixels. */
export interface Plot {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  readonly ratio: number;
  readonly xOf: (ms: number) => number;
}

/** The share of the height that the upper lane has, and the gap below it. */
export const upperShare = 0.62;
export const gapBetweenLanes = 12;

export interface Colours {
  readonly grid: string;
  readonly base: string;
  readonly priority: (name: Part['priority']) => string;
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const byPriority = new Map(priorities.map((name) => [name, read(`--p-${name.toLowerCase()}`)]));
  return {
    grid: read('--chart-grid'),
    base: read('--line-strong'),
    priority: (name) => byPriority.get(name) ?? '',
  };
}

export function paint(plot: Plot, buckets: readonly Bucket[], lanes: readonly [Lane, Lane], colours: Colours): void {
  for (const lane of lanes) {
    const [top, bottom] = extent(plot, lane);
    paintGrid(plot, top, bottom, lane.name === 'upper', colours);
    for (const bucket of buckets) paintBar(plot, bucket, lane, [top, bottom], colours);
  }
}

function extent({ top, height, ratio }: Plot, { name }: Lane): readonly [number, number] {
  const free = height - gapBetweenLanes * ratio;
  const upperBottom = Math.round(top + free * upperShare);
  return name === 'upper' ? [top, upperBottom] : [upperBottom + Math.round(gapBetweenLanes * ratio), top + height];
}

function paintGrid(plot: Plot, top: number, bottom: number, hasMiddle: boolean, { grid, base }: Colours): void {
  const { context, left, width, ratio } = plot;
  const thickness = Math.max(1, Math.round(ratio));
  const line = (y: number, colour: string) => {
    context.fillStyle = colour;
    context.fillRect(left, Math.round(y), width, thickness);
  };
  line(top, grid);
  if (hasMiddle) line((top + bottom) / 2, grid);
  line(bottom, base);
}

function paintBar(plot: Plot, bucket: Bucket, lane: Lane, [top, bottom]: readonly [number, number], colours: Colours) {
  const { context, left, width, ratio, xOf } = plot;
  const from = Math.max(left, Math.round(xOf(bucket.fromMs)));
  const until = Math.min(left + width, Math.round(xOf(bucket.untilMs)));
  const gap = until - from > 5 * ratio ? Math.round(1.5 * ratio) : Math.min(1, until - from - 1);
  const wide = Math.max(1, until - from - gap);
  let base = bottom;
  for (const { priority, count } of bucket[lane.name]) {
    const tall = Math.max(2 * ratio, (count / lane.top) * (bottom - top));
    const [y, height] = [Math.round(base - tall), Math.round(base) - Math.round(base - tall)];
    context.globalAlpha = priority === 'Informational' ? 0.62 : 1;
    if (priority === 'Debug') hatch(context, { x: from, y, width: wide, height, ratio }, colours.priority(priority));
    else {
      context.fillStyle = colours.priority(priority);
      context.fillRect(from, y, wide, height);
    }
    base -= tall;
  }
  context.globalAlpha = 1;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Debug is hatched: told apart without its colour. */
function hatch(context: CanvasRenderingContext2D, { x, y, width, height, ratio }: Box, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1.4 * ratio;
  context.beginPath();
  for (let at = x - height; at < x + width; at += 4 * ratio) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}
