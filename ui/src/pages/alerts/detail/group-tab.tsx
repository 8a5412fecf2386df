import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { AlertDetail, GroupDetail } from '#ui/api/contract.ts';
import { groupQuery } from '#ui/api/groups.ts';
import { formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { FieldList } from '#ui/design/field-list.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { Section } from './section.tsx';

/** The alerts of the same kind: how many, since when, why they belong together, and what was done. */
export function GroupTab({ detail }: { readonly detail: AlertDetail | undefined }): ReactNode {
  const id = detail?.groupId;
  const { data, error, refetch } = useQuery({ ...groupQuery(useApi(), id ?? ''), enabled: id !== undefined });
  if (error) {
    return (
      <ErrorPanel
        title="The group did not load"
        message={failureText(error)}
        requestId={requestIdOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return data ? <GroupFacts data={data} /> : <Skeleton rows={8} />;
}

function GroupFacts({ data }: { readonly data: GroupDetail }): ReactNode {
  const { group, fingerprint, history, query } = data;
  return (
    <>
      <Section
        title={group.because === '' ? 'The group' : capitalised(group.because)}
        tools={
          <Link className="link" to="/alerts" search={{ q: query, range: '90d' }}>
            All its alerts
          </Link>
        }
      >
        <dl className="group-facts">
          <Fact name="Alerts">{formatCount(group.totalCount)}</Fact>
          <Fact name="Hosts">{formatCount(group.hosts)}</Fact>
          <Fact name="First seen">
            <TimeText at={group.firstSeenMs} style="day-and-time" />
          </Fact>
          <Fact name="Last seen">
            <TimeText at={group.lastSeenMs} style="day-and-time" />
          </Fact>
        </dl>
        <Sparkline counts={group.trend} label="Alerts of the group over time" width={280} height={34} />
      </Section>
      <Section title="Why they belong together" aside="they have this in common">
        <FieldList
          rows={fingerprint.map(({ field, value }) => ({ name: field, value: value === '' ? 'none' : value }))}
        />
      </Section>
      {history.length > 0 && (
        <Section title="What was done">
          <ol className="group-history">
            {history.map(({ id, atMs, by, action, text }) => (
              <li key={id}>
                <TimeText at={atMs} style="day-and-time" className="faint" />
                <span>
                  <b className="strong">{by}</b> {actionNames[action]}
                  {text !== undefined && <span className="muted"> {text}</span>}
                </span>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

const actionNames: Readonly<Record<GroupDetail['history'][number]['action'], string>> = {
  open: 'opened it again',
  acknowledge: 'acknowledged it',
  resolve: 'resolved it as',
  archive: 'archived it until it escalates',
  assign: 'assigned it to',
  unassign: 'left it to nobody',
  comment: 'wrote:',
  undo: 'took the last change back',
};

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
