import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import { facetsQuery, type Selection } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { classNames } from '#ui/design/class-names.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton, useDelay } from '#ui/design/skeleton.tsx';
import { facetOrder } from './facet-names.ts';
import { useQueryEdit } from '../use-query-edit.ts';
import { Facet } from './facet.tsx';
import './facets.css';

/** What the found alerts have in common, with numbers. Each value filters, in or out. */
export const Facets = memo(function Facets({ selection }: { readonly selection: Required<Selection> }): ReactNode {
  const { error: problem } = useQueryEdit();
  const asked = { by: facetOrder.join(','), limit: 5 };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...facetsQuery(useApi(), selection, asked),
    enabled: problem === undefined,
  });
  const isStale = useDelay(1000, isPlaceholderData);
  if (error && !data) {
    return (
      <ErrorPanel
        title="The filters did not load"
        message={failureText(error)}
        still="The query and the list work."
        requestId={requestIdOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data && problem) return null;
  if (!data) return <Skeleton rows={14} rowHeight={26} />;
  return (
    <div className={classNames('facets', isStale && 'is-stale')}>
      {data.facets.map((facet) => (
        <Facet key={facet.dimension} facet={facet} selection={selection} />
      ))}
    </div>
  );
});
