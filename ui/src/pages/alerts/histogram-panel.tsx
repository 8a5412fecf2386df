import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import { histogramQuery, type Selection } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Histogram as Answer } from '#ui/api/contract.ts';
import { absolute } from '#ui/app/time-range.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { HistogramLegend } from '#ui/design/histogram/histogram-legend.tsx';
import { Histogram } from '#ui/design/histogram/histogram.tsx';
import { SkeletonLine, useDelay } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useQueryEdit } from './use-query-edit.ts';

/** How many there are, of which priority, and when. */
export const HistogramPanel = memo(function HistogramPanel({
  selection,
}: {
  readonly selection: Required<Selection>;
}): ReactNode {
  const { choose, zoomOut } = useTimeRange();
  const { include, error: problem } = useQueryEdit();
  const asked = histogramQuery(useApi(), selection);
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...asked, enabled: problem === undefined });
  const isStale = useDelay(1000, isPlaceholderData);
  if (error && !data) {
    return (
      <div className="alerts__histogram">
        <ErrorPanel
          title="The histogram did not load"
          message={failureText(error)}
          still="The list below is complete."
          requestId={requestIdOf(error)}
          onRetry={() => void refetch()}
        />
      </div>
    );
  }
  if (!data) return <Waiting />;
  const untilMs = selection.untilMs ?? Date.now();
  return (
    <section className={classNames('alerts__histogram', isStale && 'is-stale')} aria-label="Alerts by time">
      <div className="alerts__histogram-head">
        <Total data={data} />
        <HistogramLegend data={data} onChoose={(priority) => include('priority', priority)} />
      </div>
      <Histogram
        data={data}
        range={{ fromMs: selection.fromMs, untilMs }}
        height={104}
        onSelect={({ fromMs, untilMs: end }) => choose(absolute(fromMs, end))}
        onZoomOut={zoomOut}
      />
    </section>
  );
});

function Total({ data }: { readonly data: Answer }): ReactNode {
  if (!data.isExact && data.countedFromMs !== undefined) {
    return (
      <p className="alerts__total">
        <strong className="strong">{formatCount(data.total)} alerts</strong>{' '}
        <span className="faint">
          counted back to <TimeText at={data.countedFromMs} style="day-and-time" />
        </span>
      </p>
    );
  }
  return (
    <p className="alerts__total">
      <strong className="strong">{countOf(data.total, 'alert')}</strong>{' '}
      <span className="faint alerts__unit">per {formatDuration(data.bucketMs).replace(/^1 /, '')}</span>
    </p>
  );
}

function Waiting(): ReactNode {
  const isDue = useDelay(150);
  return <div className="alerts__histogram alerts__histogram--waiting">{isDue && <SkeletonLine width="140px" />}</div>;
}
