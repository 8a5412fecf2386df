import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { auditQuery } from '#ui/api/accounts.ts';
import { Button } from '#ui/design/button.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { zoneName, useZone } from '#ui/design/zone.ts';

/** Who changed what, newest first. */
export function AuditTab(): ReactNode {
  const query = useInfiniteQuery(auditQuery(useApi()));
  const zone = zoneName(useZone());
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Panel title="Audit" aside="what people did, newest first">
      {query.error && (
        <ErrorPanel
          title="The audit trail did not load"
          message={failureText(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton rows={8} />}
      {query.data && events.length === 0 && (
        <EmptyState title="Nobody has changed anything yet">
          Decisions on groups, logins, users, tokens, pauses, and what was sent again or dropped are written down here.
        </EmptyState>
      )}
      {events.length > 0 && (
        <div className="settings__scroll">
          <table className="settings__table">
            <thead>
              <tr>
                <th scope="col">When, {zone}</th>
                <th scope="col">Who</th>
                <th scope="col">Did</th>
                <th scope="col">To what</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr key={event.id}>
                  <td className="no-wrap">
                    <TimeText at={event.atMs} style="day-and-time" />
                  </td>
                  <td>{event.by}</td>
                  <td>{event.action}</td>
                  <td className="settings__subject">
                    {event.subject} {event.detail !== undefined && <span className="muted">{event.detail}</span>}
                  </td>
                  <td className="mono faint">{event.address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <div className="settings__more">
          <Button kind="ghost" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
