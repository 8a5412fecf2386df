import { ChevronDown, ChevronUp, ExternalLink, X } from 'lucide-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePreferences } from '#ui/app/preferences.tsx';
import { CopyButton } from '#ui/design/copy-button.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { Drawer } from '#ui/design/drawer.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import type { ListCursor } from '../list/use-list-cursor.ts';
import { rowKey, type AlertRow } from '../list/row.ts';
import { useAlertsSearch } from '../use-alerts-search.ts';
import { AlertDetail } from './alert-detail.tsx';
import { isDetailTab } from './detail-tabs.ts';

interface AlertDrawerProps {
  readonly id: string;
  readonly rows: readonly AlertRow[];
  readonly cursor: ListCursor;
  /** All that were found, those not loaded, too. */
  readonly total: number | undefined;
}

/** One alert beside the list. The list stays: j and k go on through it. */
export function AlertDrawer({ id, rows, cursor, total }: AlertDrawerProps): ReactNode {
  const { preferences, change: changePreferences } = usePreferences();
  const { search, change } = useAlertsSearch();
  const entry = rows.find((row) => rowKey(row) === id)?.entry;
  return (
    <Drawer
      label="Alert"
      width={preferences.drawerWidth}
      onResize={(drawerWidth) => changePreferences({ drawerWidth })}
    >
      <div className="alert-drawer__bar">
        <IconButton icon={ChevronUp} label="Previous alert" shortcut="k" size="small" onClick={() => cursor.move(-1)} />
        <IconButton icon={ChevronDown} label="Next alert" shortcut="j" size="small" onClick={() => cursor.move(1)} />
        {cursor.index >= 0 && (
          <span className="alert-drawer__place">
            {formatCount(cursor.index + 1)} of {formatCount(Math.max(total ?? 0, rows.length))}
          </span>
        )}
        <span className="end row alert-drawer__ends">
          <CopyLink id={id} />
          <Link
            className="button button--ghost button--small button--icon"
            to="/alerts/$id"
            params={{ id }}
            aria-label="Open on its own page"
            title="Open on its own page"
          >
            <ExternalLink className="icon" aria-hidden="true" />
          </Link>
          <IconButton icon={X} label="Close" shortcut="Esc" size="small" onClick={cursor.close} />
        </span>
      </div>
      <AlertDetail
        key={id}
        id={id}
        entry={entry}
        tab={isDetailTab(search.tab) ? search.tab : 'summary'}
        onTab={(tab) => change({ tab: tab === 'summary' ? undefined : tab }, true)}
      />
    </Drawer>
  );
}

/** The address that leads here from anywhere, also through the login. */
function CopyLink({ id }: { readonly id: string }): ReactNode {
  const router = useRouter();
  const address = () => {
    const { href } = router.buildLocation({ to: '/alerts/$id', params: { id } });
    return new URL(router.history.createHref(href), location.href).href;
  };
  return <CopyButton text={address} label="Copy link" hasWord />;
}
