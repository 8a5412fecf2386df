import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Group, GroupDetail } from '#ui/api/contract.ts';
import { groupQuery } from '#ui/api/groups.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { Activity } from './activity.tsx';
import { AffectedHosts } from './affected-hosts.tsx';
import { CommentForm } from './comment-form.tsx';
import { GroupActions } from './group-actions.tsx';
import { GroupHead } from './group-head.tsx';
import { LatestAlerts } from './latest-alerts.tsx';
import { WhyGrouped } from './why-grouped.tsx';
import './group-detail.css';

interface GroupDetailViewProps {
  readonly id: string;
  /** What the list knows of it already. */
  readonly known?: Group | undefined;
  readonly isResolving: boolean;
  readonly onResolving: (isResolving: boolean) => void;
  /** Others are selected: then keys and the primary button are theirs. */
  readonly isQuiet?: boolean;
  readonly isCommenting: boolean;
  readonly onCommenting: (isCommenting: boolean) => void;
}

/** All there is to know of a group, and to say. */
export function GroupDetailView(props: GroupDetailViewProps): ReactNode {
  const { id, known, isQuiet = false, isResolving, onResolving, isCommenting, onCommenting } = props;
  const { data, error, refetch } = useQuery(groupQuery(useApi(), id));
  const group = data?.group ?? known;
  return (
    <div className="group-detail">
      {group && (
        <header className="group-detail__head">
          <GroupHead group={group} inRange={known} />
          <GroupActions {...{ group, isResolving, onResolving, isQuiet }} />
        </header>
      )}
      <div className="group-detail__body">
        {error && !data && (
          <ErrorPanel
            title="The group did not load"
            message={failureText(error)}
            requestId={requestIdOf(error)}
            onRetry={() => void refetch()}
          />
        )}
        {!data && !error && <Skeleton rows={8} />}
        {data && <Sections data={data} />}
        {group && <CommentForm id={id} isAsked={isCommenting} onAnswered={() => onCommenting(false)} />}
      </div>
    </div>
  );
}

function Sections({ data }: { readonly data: GroupDetail }): ReactNode {
  return (
    <>
      <WhyGrouped fingerprint={data.fingerprint} />
      <LatestAlerts detail={data} />
      <AffectedHosts detail={data} />
      <Activity detail={data} />
    </>
  );
}
