import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import type { useAlertPages } from './use-alert-rows.ts';

/** Below the last row: more on its way, or nothing more. */
export function ListFoot({ pages }: { readonly pages: ReturnType<typeof useAlertPages> }): ReactNode {
  const { data: figures } = useQuery(navigationQuery(useApi()));
  const { span } = useTimeRange();
  if (pages.isFetchNextPageError) {
    return (
      <ErrorPanel
        title="The next alerts did not load"
        message={failureText(pages.error)}
        requestId={requestIdOf(pages.error)}
        onRetry={() => void pages.fetchNextPage()}
      />
    );
  }
  if (pages.hasNextPage) return <p className="alert-list__foot">Loading more</p>;
  return (
    <p className="alert-list__foot">
      These are all.
      {figures?.oldestAtMs !== undefined && figures.oldestAtMs > span.fromMs && (
        <>
          {' '}
          The journal begins at <TimeText at={figures.oldestAtMs} style="day-and-time" />.
        </>
      )}
    </p>
  );
}
