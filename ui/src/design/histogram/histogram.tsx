import { ChartColumn, Table2 } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { formatAxisCount, formatCount } from '../count.tsx';
import { formatTime } from '../format-time.ts';
import { IconButton } from '../icon-button.tsx';
import { PriorityMark } from '../priority-mark.tsx';
import { useZone } from '../zone.ts';
import { bucketsOf, describe, lanesOf, type Bucket, type HistogramData } from './histogram-lanes.ts';
import { gapBetweenLanes, upperShare } from './histogram-paint.ts';
import { HistogramPlot, leftOfPlot, type Span } from './histogram-plot.tsx';
import { HistogramTable } from './histogram-table.tsx';
import './histogram.css';

interface HistogramProps {
  readonly data: HistogramData;
  readonly range: Span;
  readonly marked?: Span | undefined;
  /** In pixels, with the axis. */
  readonly height?: number;
  readonly onSelect: (span: Span) => void;
  readonly onZoomOut: () => void;
  /** Names of the lanes inside the chart, where there is room. */
  readonly hasLaneTitles?: boolean;
}

/** Alerts by time and priority. Drag to select a time, double click to zoom out, or read it as a table. */
export function Histogram(props: HistogramProps): ReactNode {
  const { data, range, marked, height = 132, onSelect, onZoomOut, hasLaneTitles } = props;
  const zone = useZone();
  const [isTable, setTable] = useState(false);
  const [pointedMs, setPointed] = useState<number>();
  const buckets = useMemo(() => bucketsOf(data), [data]);
  const lanes = useMemo(() => lanesOf(buckets), [buckets]);
  const time = (ms: number) => formatTime(ms, zone, 'day-and-time');
  const pointed = pointedMs === undefined ? undefined : bucketAt(buckets, pointedMs);

  return (
    <figure className="histogram" style={{ '--plot-left': `${leftOfPlot}px`, '--plot-height': `${height}px` }}>
      <figcaption className="only-read-out">{describe(buckets, data.total, time)}</figcaption>
      <div className="histogram__switch">
        <IconButton
          icon={isTable ? ChartColumn : Table2}
          label={isTable ? 'Show as chart' : 'Show as table'}
          size="small"
          onClick={() => setTable(!isTable)}
        />
      </div>
      {isTable ? (
        <HistogramTable data={data} buckets={buckets} />
      ) : (
        <div className="histogram__chart">
          <HistogramPlot {...{ buckets, lanes, range, height, marked, onSelect, onZoomOut }} onPoint={setPointed} />
          <LaneLabels lanes={lanes} height={height} hasTitles={hasLaneTitles ?? false} />
          <Glyphs buckets={buckets} range={range} />
          {pointed && <Readout bucket={pointed} range={range} />}
        </div>
      )}
    </figure>
  );
}

function LaneLabels({
  lanes,
  height,
  hasTitles,
}: {
  lanes: ReturnType<typeof lanesOf>;
  height: number;
  hasTitles: boolean;
}) {
  const free = height - 18 - gapBetweenLanes;
  const tops = [0, free * upperShare + gapBetweenLanes];
  return lanes.map((lane, index) => (
    <div key={lane.name} className="histogram__lane" style={{ '--top': `${tops[index] ?? 0}px` }} aria-hidden="true">
      <span className="histogram__max">{formatAxisCount(lane.top)}</span>
      {hasTitles && <span className="histogram__lane-title">{lane.title}</span>}
    </div>
  ));
}

/** The rarest stand above their bucket, whatever the scale makes of them. */
function Glyphs({ buckets, range }: { buckets: readonly Bucket[]; range: Span }): ReactNode {
  return buckets.flatMap(({ fromMs, untilMs, upper }) =>
    upper
      .filter(({ priority }) => priority === 'Alert' || priority === 'Emergency')
      .map(({ priority }, index) => (
        <span
          key={`${fromMs}-${priority}`}
          className={classNames('histogram__glyph', index > 0 && 'histogram__glyph--second')}
          style={{ '--share': shareOf((fromMs + untilMs) / 2, range) }}
        >
          <PriorityMark priority={priority} size={13} />
        </span>
      )),
  );
}

/** What the bar under the pointer stands for. */
function Readout({ bucket, range }: { bucket: Bucket; range: Span }): ReactNode {
  const zone = useZone();
  const share = shareOf((bucket.fromMs + bucket.untilMs) / 2, range);
  const parts = [...bucket.lower, ...bucket.upper].toReversed();
  return (
    <div
      className={classNames('histogram__readout', share > 0.5 && 'histogram__readout--left')}
      style={{ '--share': share }}
      aria-hidden="true"
    >
      <p className="faint">
        {formatTime(bucket.fromMs, zone, 'day-and-time')} to {formatTime(bucket.untilMs, zone, 'minutes')}
      </p>
      {parts.length === 0 && <p>None</p>}
      {parts.map(({ priority, count }) => (
        <p key={priority} className="histogram__readout-row">
          <PriorityMark priority={priority} size={13} />
          {priority} <b>{formatCount(count)}</b>
        </p>
      ))}
    </div>
  );
}

function shareOf(ms: number, { fromMs, untilMs }: Span): number {
  return Math.min(1, Math.max(0, (ms - fromMs) / (untilMs - fromMs)));
}

function bucketAt(buckets: readonly Bucket[], ms: number): Bucket | undefined {
  return buckets.find(({ fromMs, untilMs }) => ms >= fromMs && ms < untilMs);
}
