import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatTime } from '../format-time.ts';
import { useZone, type Zone } from '../zone.ts';
import type { Bucket, Lane } from './histogram-lanes.ts';
import { paint, readColours } from './histogram-paint.ts';

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface HistogramPlotProps {
  readonly buckets: readonly Bucket[];
  readonly lanes: readonly [Lane, Lane];
  readonly range: Span;
  readonly height: number;
  /** A part of the range that stays marked. */
  readonly marked?: Span | undefined;
  readonly onPoint: (ms: number | undefined) => void;
  readonly onSelect: (span: Span) => void;
  readonly onZoomOut: () => void;
}

const axisHeight = 18;
export const leftOfPlot = 34;

/** The bars, the time axis and the brush: a canvas that is redrawn, so that text and lanes keep their size at any width. */
export function HistogramPlot(props: HistogramPlotProps): ReactNode {
  const zone = useZone();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const current = useRef(props);
  current.current = props;
  const { buckets, lanes, range, height, marked } = props;

  useEffect(() => {
    if (!place.current) return undefined;
    const made = new UPlot(optionsFor(current, zone, place.current.clientWidth), [[], []], place.current);
    plot.current = made;
    const resized = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: current.current.height });
      showMarked(made, current.current.marked);
    });
    const themed = new MutationObserver(() => made.redraw(false, true));
    resized.observe(place.current);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      made.destroy();
    };
  }, [zone]);

  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    made.setSize({ width: made.width, height });
    made.setData([buckets.map(({ fromMs }) => fromMs / 1000), buckets.map(({ total }) => total)], false);
    made.setScale('x', { min: range.fromMs / 1000, max: range.untilMs / 1000 });
    made.redraw(false, true);
    showMarked(made, marked);
  }, [buckets, lanes, range.fromMs, range.untilMs, height, marked, zone]);

  return <div ref={place} className="histogram__plot" aria-hidden="true" />;
}

function showMarked(plot: UPlot, marked: Span | undefined): void {
  const height = plot.bbox.height / devicePixelRatio;
  if (!marked) {
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    return;
  }
  const left = plot.valToPos(marked.fromMs / 1000, 'x');
  plot.setSelect({ left, top: 0, width: plot.valToPos(marked.untilMs / 1000, 'x') - left, height }, false);
}

function optionsFor(current: RefObject<HistogramPlotProps>, zone: Zone, width: number): UPlot.Options {
  return {
    width,
    height: current.current.height,
    padding: [0, 0, 0, leftOfPlot],
    tzDate: (seconds) =>
      zone === 'utc' ? UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000),
    legend: { show: false },
    scales: { x: { time: true, auto: false }, y: { range: [0, 1] } },
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    axes: [timeAxis(zone), { show: false }],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: {
        dblclick: () => () => {
          current.current.onZoomOut();
          return null;
        },
      },
    },
    hooks: {
      draw: [(plot) => drawBars(plot, current.current)],
      setCursor: [(plot) => current.current.onPoint(pointedAt(plot))],
      setSelect: [(plot) => selectBrushed(plot, current.current.onSelect)],
    },
  };
}

function timeAxis(zone: Zone): UPlot.Axis {
  const style = getComputedStyle(document.documentElement);
  return {
    stroke: () => style.getPropertyValue('--chart-axis').trim(),
    font: `11px ${style.getPropertyValue('--font-ui')}`,
    size: axisHeight,
    gap: 4,
    space: 72,
    grid: { show: false },
    ticks: { show: false },
    border: { show: false },
    values: (plot, splits) => splits.map((seconds) => (hasRoom(plot, seconds) ? tick(seconds * 1000, zone) : null)),
  };
}

/** A label at the edge would be cut. */
function hasRoom(plot: UPlot, seconds: number): boolean {
  const at = plot.valToPos(seconds, 'x');
  return at > 4 && at < plot.bbox.width / devicePixelRatio - 18;
}

/** A day at midnight, else the time. */
function tick(ms: number, zone: Zone): string {
  const time = formatTime(ms, zone, 'time');
  if (time === '00:00:00') return formatTime(ms, zone, 'day');
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

function drawBars(plot: UPlot, { buckets, lanes }: HistogramPlotProps): void {
  const { left, top, width, height } = plot.bbox;
  const xOf = (ms: number) => plot.valToPos(ms / 1000, 'x', true);
  paint({ context: plot.ctx, left, width, top, height, ratio: devicePixelRatio, xOf }, buckets, lanes, readColours());
}

function pointedAt(plot: UPlot): number | undefined {
  const { left = -1 } = plot.cursor;
  return left < 0 ? undefined : plot.posToVal(left, 'x') * 1000;
}

function selectBrushed(plot: UPlot, onSelect: (span: Span) => void): void {
  const { left, width } = plot.select;
  if (width < 3) return;
  onSelect({ fromMs: plot.posToVal(left, 'x') * 1000, untilMs: plot.posToVal(left + width, 'x') * 1000 });
}
