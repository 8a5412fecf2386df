import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { latestQuery } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Entry, GroupDetail } from '#ui/api/contract.ts';
import { countOf } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone, zoneName } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { allAlertsOf } from './all-alerts-of.ts';
import { Section } from './section.tsx';

const shown = 6;

/** What happened last, in the words of the rule. */
export function LatestAlerts({ detail }: { readonly detail: GroupDetail }): ReactNode {
  const { group, query } = detail;
  const zone = useZone();
  const { data, error, refetch } = useQuery(latestQuery(useApi(), query, group.lastSeq, shown));
  return (
    <Section
      title="Latest alerts"
      aside={`times in ${zoneName(zone)}`}
      tools={
        <Link className="link" to="/alerts" search={allAlertsOf(detail)}>
          {group.totalCount === 1 ? 'Open it' : `All ${countOf(group.totalCount, 'alert')}`}
        </Link>
      }
    >
      {error && (
        <ErrorPanel
          title="The alerts did not load"
          message={failureText(error)}
          requestId={requestIdOf(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton rows={3} />}
      <ul className="latest-alerts">
        {data?.alerts.map((entry) => (
          <Row key={entry.seq} entry={entry} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ entry: { alert, receivedAtMs } }: { readonly entry: Entry }): ReactNode {
  return (
    <li>
      <Link
        className="latest-alerts__row"
        to="/alerts/$id"
        params={{ id: alert.uuid }}
        title={visibleText(alert.output)}
      >
        <PriorityMark priority={alert.priority} size={16} isNamed />
        <span className="cut">{visibleText(withoutHead(alert.output, alert.priority))}</span>
        <span className="mono muted not-phone">{visibleText(alert.hostname ?? '')}</span>
        <TimeText at={receivedAtMs} style="day-and-time" className="faint" />
      </Link>
    </li>
  );
}

/** Falco may begin the message with time and priority, which stand beside it. */
function withoutHead(output: string, priority: string): string {
  const head = /^\d{1,2}:\d{2}:\d{2}\.\d+: (\w+) /.exec(output);
  return head?.[1]?.toLowerCase().startsWith(priority.toLowerCase().slice(0, 5)) === true
    ? output.slice(head[0].length)
    : output;
}
