import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AlertDetail, Entry } from '#ui/api/contract.ts';
import { formatCount } from '#ui/design/count.tsx';
import { formatAgo } from '#ui/design/format-time.ts';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { GroupActions } from './group-actions.tsx';

interface DetailHeadProps {
  readonly entry: Entry;
  readonly detail: AlertDetail | undefined;
}

export function DetailHead({ entry, detail }: DetailHeadProps): ReactNode {
  const { alert, receivedAtMs } = entry;
  return (
    <header className="alert-detail__head">
      <PriorityMark priority={alert.priority} size={20} isNamed />
      <h2>{visibleText(alert.rule)}</h2>
      <p className="alert-detail__when">
        <TimeText at={receivedAtMs} style="whole" /> · {formatAgo(receivedAtMs, Date.now())}
        {detail && (
          <>
            {' · '}
            <Link className="link" to="/alerts" search={{ q: `group:${detail.groupId}`, range: '90d' }}>
              {detail.groupCount === 1 ? 'alone in its group' : `1 of ${formatCount(detail.groupCount)} in its group`}
            </Link>
          </>
        )}
      </p>
      {detail && <GroupActions groupId={detail.groupId} count={detail.groupCount} />}
    </header>
  );
}
