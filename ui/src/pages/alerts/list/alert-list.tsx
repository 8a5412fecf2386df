import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { AlertOrder } from '#ui/api/alerts.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { usePreferences } from '#ui/app/preferences.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton, useDelay } from '#ui/design/skeleton.tsx';
import { rowHeights } from '#ui/design/table/column.ts';
import { VirtualTable } from '#ui/design/table/virtual-table.tsx';
import { useZone } from '#ui/design/zone.ts';
import { useAlertsSearch } from '../use-alerts-search.ts';
import { useQueryEdit } from '../use-query-edit.ts';
import { alertColumns } from './columns.tsx';
import { ListFoot } from './list-foot.tsx';
import { narrowRow } from './narrow-row.tsx';
import { NewAlerts } from './new-alerts.tsx';
import { NoAlerts } from './no-alerts.tsx';
import { rowKey, type AlertRow } from './row.ts';
import type { useAlertPages } from './use-alert-rows.ts';
import type { ListCursor } from './use-list-cursor.ts';
import type { LiveAlerts } from './use-live-alerts.ts';
import type { RowSelection } from './use-row-selection.ts';
import './alert-list.css';

interface AlertListProps {
  readonly rows: readonly AlertRow[];
  readonly pages: ReturnType<typeof useAlertPages>;
  readonly live: LiveAlerts;
  readonly order: AlertOrder;
  readonly hidden: readonly string[];
  readonly cursor: ListCursor;
  readonly selection: RowSelection;
  /** All that were found, if that is known. */
  readonly total: number | undefined;
  /** Somebody reads: the list is scrolled or pointed at. */
  readonly onRead: (isRead: boolean) => void;
}

export function AlertList(props: AlertListProps): ReactNode {
  const { rows, pages, live, order, hidden, cursor, selection, total } = props;
  const { change } = useAlertsSearch();
  const edit = useQueryEdit();
  const zone = useZone();
  const { preferences } = usePreferences();
  const columns = useMemo(() => alertColumns(zone, edit), [zone, edit]);
  const isStale = useDelay(1000, pages.isPlaceholderData);
  const reading = useReading(props.onRead);
  const open = useOpen(rows, cursor, selection);

  if (pages.error && rows.length === 0) {
    return (
      <ErrorPanel
        title="The alerts did not load"
        message={failureText(pages.error)}
        still="They are received and delivered all the same."
        requestId={requestIdOf(pages.error)}
        onRetry={() => void pages.refetch()}
      />
    );
  }
  if (edit.error) return <NoAlerts />;
  if (pages.isPending) return <Skeleton rows={18} rowHeight={rowHeights[preferences.density]} />;
  if (rows.length === 0) return <NoAlerts />;
  return (
    <div className={classNames('alert-list', isStale && 'is-stale')} {...reading.pointer}>
      <NewAlerts live={live} />
      <VirtualTable
        label={`Alerts, ${order.order === 'desc' ? 'newest first' : 'oldest first'}`}
        rows={rows}
        keyOf={rowKey}
        columns={columns}
        hidden={hidden}
        density={preferences.density}
        sort={order}
        onSort={({ by, order: direction }) =>
          change({ sort: by === 'priority' ? by : undefined, order: direction === 'asc' ? direction : undefined })
        }
        cursor={cursor.key}
        selected={selection.keys}
        total={Math.max(total ?? 0, rows.length)}
        onOpen={open}
        onEnd={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
        onScroll={reading.scroll}
        narrow={narrowRow}
        foot={<ListFoot pages={pages} />}
      />
    </div>
  );
}

/** Hovered or scrolled: then new rows wait. */
function useReading(onRead: (isRead: boolean) => void) {
  const [isAtTop, setAtTop] = useState(true);
  const isPointed = useRef(false);
  const point = (isNow: boolean) => {
    isPointed.current = isNow;
    onRead(isNow || !isAtTop);
  };
  return {
    pointer: {
      onPointerEnter: (event: { readonly pointerType: string }) => event.pointerType === 'mouse' && point(true),
      onPointerLeave: () => point(false),
    },
    scroll: (isTop: boolean) => {
      if (isTop === isAtTop) return;
      setAtTop(isTop);
      onRead(isPointed.current || !isTop);
    },
  };
}

/** A click opens the detail; the middle button a page of its own; with Shift it selects up to here. */
function useOpen(rows: readonly AlertRow[], cursor: ListCursor, selection: RowSelection) {
  const router = useRouter();
  return (row: AlertRow, event: MouseEvent) => {
    const key = rowKey(row);
    if (event.shiftKey) selection.extend(key, rows);
    else if (event.button === 1 || event.ctrlKey || event.metaKey) {
      const { href } = router.buildLocation({ to: '/alerts/$id', params: { id: key } });
      window.open(href, '_blank', 'noopener');
    } else cursor.open(key);
  };
}
