import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Page } from './page.tsx';

/** A page that broke. The navigation around it still works. */
export function PageFailure({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="Something is wrong">
      <ErrorPanel
        title="This page cannot be shown"
        message={failureText(error)}
        still="Alerts are received and delivered without the console. The other pages work."
        requestId={requestIdOf(error)}
        onRetry={retry}
      />
    </Page>
  );
}

export function NothingHere(): ReactNode {
  return (
    <Page title="Nothing here">
      <EmptyState
        title="There is no such page"
        actions={
          <Link className="link" to="/alerts">
            All alerts
          </Link>
        }
      >
        The address may have been cut, or the page was moved.
      </EmptyState>
    </Page>
  );
}
