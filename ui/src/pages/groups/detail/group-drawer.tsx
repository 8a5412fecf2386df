import { Link, useRouter } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { usePreferences } from '#ui/app/preferences.tsx';
import { CopyButton } from '#ui/design/copy-button.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { Drawer } from '#ui/design/drawer.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import type { GroupCursor } from '../use-group-cursor.ts';
import { GroupDetailView } from './group-detail-view.tsx';

interface GroupDrawerProps {
  readonly id: string;
  readonly rows: readonly Group[];
  /** All in the state that is listed, those not loaded, too. */
  readonly total: number;
  readonly cursor: GroupCursor;
  readonly isQuiet: boolean;
  readonly isResolving: boolean;
  readonly onResolving: (isResolving: boolean) => void;
  readonly isCommenting: boolean;
  readonly onCommenting: (isCommenting: boolean) => void;
}

/** One group beside the list. The list stays: j and k go on through it. */
export function GroupDrawer(props: GroupDrawerProps): ReactNode {
  const { id, rows, total, cursor, isQuiet, isResolving, onResolving, isCommenting, onCommenting } = props;
  const { preferences, change } = usePreferences();
  return (
    <Drawer label="Group" width={preferences.drawerWidth} onResize={(drawerWidth) => change({ drawerWidth })}>
      <div className="group-drawer__bar">
        <IconButton icon={ChevronUp} label="Previous group" shortcut="k" size="small" onClick={() => cursor.move(-1)} />
        <IconButton icon={ChevronDown} label="Next group" shortcut="j" size="small" onClick={() => cursor.move(1)} />
        {cursor.index >= 0 && (
          <span className="group-drawer__place">
            {formatCount(cursor.index + 1)} of {formatCount(Math.max(total, rows.length))}
          </span>
        )}
        <span className="end row">
          <CopyLink id={id} />
          <Link
            className="button button--ghost button--small button--icon"
            to="/groups/$id"
            params={{ id }}
            aria-label="Open on its own page"
            title="Open on its own page"
          >
            <ExternalLink className="icon" aria-hidden="true" />
          </Link>
          <IconButton icon={X} label="Close" shortcut="Esc" size="small" onClick={cursor.close} />
        </span>
      </div>
      <GroupDetailView
        key={id}
        id={id}
        known={rows.find((row) => row.id === id)}
        {...{ isQuiet, isResolving, onResolving, isCommenting, onCommenting }}
      />
    </Drawer>
  );
}

/** The address that leads here from anywhere, also through the login. */
function CopyLink({ id }: { readonly id: string }): ReactNode {
  const router = useRouter();
  const address = () => {
    const { href } = router.buildLocation({ to: '/groups/$id', params: { id } });
    return new URL(href, location.href).href;
  };
  return <CopyButton text={address} label="Copy link" hasWord />;
}
