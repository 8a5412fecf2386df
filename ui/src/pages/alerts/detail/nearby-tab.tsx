import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { printValue } from '#query/print-query.ts';
import { nearbyQuery } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Entry } from '#ui/api/contract.ts';
import { searchOf } from '#ui/app/time-range.ts';
import { classNames } from '#ui/design/class-names.ts';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { firstField, whatHappened } from '../list/field-value.ts';
import { Section } from './section.tsx';

const reachMs = 5 * 60_000;

/** What else happened there in the five minutes before and after. */
export function NearbyTab({ entry }: { readonly entry: Entry }): ReactNode {
  const place = placeOf(entry);
  const span = { fromMs: entry.receivedAtMs - reachMs, untilMs: entry.receivedAtMs + reachMs };
  const { data, error, refetch } = useQuery(nearbyQuery(useApi(), { query: place.query, ...span }));
  if (error) {
    return (
      <ErrorPanel
        title="The neighbours did not load"
        message={failureText(error)}
        requestId={requestIdOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton rows={6} />;
  const others = data.alerts.filter(({ seq }) => seq !== entry.seq);
  if (others.length === 0) {
    return <EmptyState title="It was alone">Nothing else happened {place.name} within five minutes.</EmptyState>;
  }
  return (
    <Section
      title={`Five minutes before and after, ${place.name}`}
      tools={
        <Link className="link" to="/alerts" search={{ q: place.query, ...searchOf({ kind: 'absolute', ...span }) }}>
          As a list
        </Link>
      }
    >
      <ol className="nearby">
        {data.alerts.map((other) => (
          <li key={other.seq} className={classNames(other.seq === entry.seq && 'nearby__it')}>
            <Neighbour entry={other} of={entry} />
          </li>
        ))}
      </ol>
      {data.next !== undefined && <p className="faint small">These are the newest hundred of them.</p>}
    </Section>
  );
}

function Neighbour({ entry, of }: { readonly entry: Entry; readonly of: Entry }): ReactNode {
  const { alert, receivedAtMs } = entry;
  const apart = receivedAtMs - of.receivedAtMs;
  return (
    <Link
      className="nearby__link"
      to="."
      search={(before) => ({ ...before, open: alert.uuid, tab: 'nearby' })}
      aria-current={entry.seq === of.seq || undefined}
    >
      <TimeText at={receivedAtMs} className="mono" />
      <PriorityMark priority={alert.priority} size={16} isNamed />
      <span className="cut">
        <b className="strong">{visibleText(alert.rule)}</b>{' '}
        <span className="faint">{visibleText(whatHappened(entry))}</span>
      </span>
      <span className="faint smaller no-wrap">
        {entry.seq === of.seq ? 'this one' : `${formatDuration(apart)} ${apart < 0 ? 'before' : 'after'}`}
      </span>
    </Link>
  );
}

function placeOf(entry: Entry): { readonly query: string; readonly name: string } {
  const pod = firstField(entry, 'k8s.pod.name');
  if (pod !== undefined) return { query: `k8s.pod.name:${printValue(pod)}`, name: 'in this pod' };
  const container = firstField(entry, 'container.id');
  if (container !== undefined && container !== 'host') {
    return { query: `container.id:${printValue(container)}`, name: 'in this container' };
  }
  const { hostname, source } = entry.alert;
  if (hostname !== undefined && hostname !== '')
    return { query: `hostname:${printValue(hostname)}`, name: 'on this host' };
  return { query: `source:${printValue(source)}`, name: 'from this source' };
}
