import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useRef, type ReactNode } from 'react';
import type { Priority } from '#alert/priority.ts';
import { histogramQuery } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Histogram as Answer } from '#ui/api/contract.ts';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { searchOf } from '#ui/app/time-range.ts';
import { rangeName, useTimeRange } from '#ui/app/use-time-range.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { countOf } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { HistogramLegend } from '#ui/design/histogram/histogram-legend.tsx';
import { Histogram } from '#ui/design/histogram/histogram.tsx';
import { SkeletonLine, useDelay } from '#ui/design/skeleton.tsx';
import { useZone } from '#ui/design/zone.ts';
import { countIn, wholeBuckets } from './brush.ts';
import { markedSpan, markedText } from './overview-search.ts';
import { useHeight } from './use-height.ts';
import './overview-histogram.css';

/** Above the bars, for the marks of the rarest. */
const marksHeight = 16;
const lowestChart = 150;

const route = getRouteApi('/shell/');

/** Alerts by priority over the time. What is brushed can be opened as a list. */
export function OverviewHistogram(): ReactNode {
  const { span } = useTimeRange();
  const { data, error, isPlaceholderData, refetch } = useQuery(histogramQuery(useApi(), { query: '', ...span }));
  const isStale = useDelay(1000, isPlaceholderData);
  const isDue = useDelay(150, !data);
  return (
    <section
      className={classNames('panel overview-histogram', isStale && 'is-stale')}
      aria-labelledby="alerts-by-priority"
    >
      {data ? (
        <Chart data={data} />
      ) : (
        <header className="overview-histogram__head">
          <h2 id="alerts-by-priority">Alerts by priority</h2>
          {isDue && !error && <SkeletonLine width="240px" />}
        </header>
      )}
      {error && !data && (
        <ErrorPanel
          title="The histogram did not load"
          message={failureText(error)}
          still="The rest of the page holds."
          requestId={requestIdOf(error)}
          onRetry={() => void refetch()}
        />
      )}
    </section>
  );
}

function Chart({ data }: { readonly data: Answer }): ReactNode {
  const { marked: text } = route.useSearch();
  const navigate = route.useNavigate();
  const { span, zoomOut, range } = useTimeRange();
  const place = useRef<HTMLDivElement>(null);
  const height = Math.max(lowestChart, useHeight(place) - marksHeight);
  const marked = useMemo(() => markedSpan(text), [text]);
  const mark = (chosen: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, marked: chosen }), resetScroll: false });
  const openPriority = (priority: Priority) =>
    void navigate({
      to: '/alerts',
      search: { q: `priority:${priority.toLowerCase()}`, ...searchOf(range) },
    });
  useShortcuts([
    { keys: 'Escape', label: 'Drop the selected time', group: 'Overview', run: () => marked && mark(undefined) },
  ]);
  return (
    <>
      <header className="overview-histogram__head">
        <h2 id="alerts-by-priority">Alerts by priority</h2>
        <HistogramLegend data={data} onChoose={openPriority} />
        <Marked data={data} />
      </header>
      <div className="overview-histogram__body" ref={place}>
        <Histogram
          data={data}
          range={span}
          marked={marked}
          height={height}
          hasLaneTitles
          onSelect={(brushed) => mark(markedText(wholeBuckets(data, brushed)))}
          onZoomOut={zoomOut}
        />
      </div>
    </>
  );
}

/** The brushed part with its number and the way to its alerts; else the way to all of them. */
function Marked({ data }: { readonly data: Answer }): ReactNode {
  const { marked: text } = route.useSearch();
  const { range } = useTimeRange();
  const zone = useZone();
  const marked = markedSpan(text);
  const shown = marked ? ({ kind: 'absolute', ...marked } as const) : range;
  const count = marked ? countIn(data, marked) : data.total;
  return (
    <span className="overview-histogram__marked">
      {marked && <span className="faint">Selected {rangeName(shown, zone)}</span>}
      <Link className="link" to="/alerts" search={searchOf(shown)}>
        Open {count === undefined ? 'them' : countOf(count, 'alert')}
      </Link>
    </span>
  );
}
