import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import type { useAlertPages } from './use-alert-rows.ts';

/** Below the last row: more on its way, or nothing more. */
export function ListFoot({ pages }: { readonly pages: ReturnType<typeof useAlertPages> }): ReactNode {
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
  return <p className="alert-list__foot">{pages.hasNextPage ? 'Loading more' : 'These are all.'}</p>;
}
