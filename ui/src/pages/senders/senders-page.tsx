import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Senders } from '#ui/api/contract.ts';
import { sendersQuery } from '#ui/api/senders.ts';
import { Page } from '#ui/app/page.tsx';
import { ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { SenderList } from './sender-list.tsx';
import { SilentNotices } from './silent-notices.tsx';
import './senders-page.css';

/** The hosts that alerts come from. One that fell silent stands first: it cannot tell so itself. */
export function SendersPage(): ReactNode {
  const { data, error, refetch } = useQuery(sendersQuery(useApi()));
  return (
    <Page
      title="Senders"
      layout="workspace"
      aside={data && data.senders.length > 0 && summary(data)}
      tools={
        <>
          <Link to="/first-run" className="button button--plain">
            <Plus className="icon" aria-hidden="true" />
            Add a sender
          </Link>
          <span className="not-phone">
            <ZoneSwitch />
          </span>
        </>
      }
    >
      {error && !data && (
        <ErrorPanel
          title="The senders did not load"
          message={failureText(error)}
          still="What they send is kept."
          requestId={requestIdOf(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton rows={10} rowHeight={55} />}
      {data && data.senders.length === 0 && <NoSenders />}
      {data && data.senders.length > 0 && (
        <>
          <SilentNotices data={data} />
          <SenderList data={data} />
          <p className="senders__foot">
            A sender counts as silent when it has sent nothing for much longer than is usual for it. Usual is the median
            of the hours of the last week.
          </p>
        </>
      )}
    </Page>
  );
}

function summary({ senders }: Senders): string {
  const silent = senders.filter(({ state }) => state === 'silent').length;
  const parts = [`${formatCount(senders.length)} known`, `${formatCount(senders.length - silent)} as usual`];
  return [...parts, `${silent === 0 ? 'none' : formatCount(silent)} silent`].join(' · ');
}

function NoSenders(): ReactNode {
  return (
    <EmptyState
      icon={Radio}
      title="Nobody has sent an alert yet"
      actions={
        <Link className="button button--primary" to="/first-run">
          Point Falco here
        </Link>
      }
    >
      A host is listed from its first alert on. From then on Tiercel knows what is usual for it, and says when it falls
      silent.
    </EmptyState>
  );
}
