import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { useSession } from '#ui/app/session.tsx';
import { GroupDetailView } from './detail/group-detail-view.tsx';
import { useGroupChanges } from './use-group-changes.ts';

const route = getRouteApi('/shell/groups/$id');

/** One group on a page of its own: where a link to it leads. */
export function GroupPage(): ReactNode {
  const { id } = route.useParams();
  const [isResolving, setResolving] = useState(false);
  const [isCommenting, setCommenting] = useState(false);
  const { user } = useSession();
  const { mayChange, decide, assign } = useGroupChanges();
  const comment = useCallback(() => setCommenting(true), []);
  useShortcuts(
    mayChange
      ? [
          { keys: 'a', label: 'Acknowledge', group: 'Group', run: () => decide([id], { decision: 'acknowledged' }) },
          { keys: 'r', label: 'Resolve as…', group: 'Group', run: () => setResolving(true) },
          { keys: 'c', label: 'Comment', group: 'Group', run: comment },
          { keys: 'm', label: 'Assign to me', group: 'Group', run: () => user && assign([id], user.login) },
        ]
      : [],
  );
  return (
    <Page
      title="Group"
      layout="workspace"
      tools={
        <Link className="link" to="/groups">
          All groups
        </Link>
      }
    >
      <div className="group-page">
        <GroupDetailView
          id={id}
          isResolving={isResolving}
          onResolving={setResolving}
          isCommenting={isCommenting}
          onCommenting={setCommenting}
        />
      </div>
    </Page>
  );
}
