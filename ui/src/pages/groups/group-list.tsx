import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { QueryError } from '#query/query.ts';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import type { Group, Groups } from '#ui/api/contract.ts';
import { useLiveStatus } from '#ui/app/live.tsx';
import { useRangeName } from '#ui/app/use-time-range.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton, useDelay } from '#ui/design/skeleton.tsx';
import { VirtualTable } from '#ui/design/table/virtual-table.tsx';
import { useZone } from '#ui/design/zone.ts';
import { groupColumns } from './group-columns.tsx';
import { NarrowGroup } from './narrow-group.tsx';
import { NoGroups } from './no-groups.tsx';
import type { GroupCursor } from './use-group-cursor.ts';
import type { GroupSelection } from './use-group-selection.ts';
import { useGroupsSearch } from './use-groups-search.ts';
import './group-list.css';

interface GroupListProps {
  readonly rows: readonly Group[];
  readonly pages: UseInfiniteQueryResult<InfiniteData<Groups>>;
  readonly cursor: GroupCursor;
  readonly selection: GroupSelection;
  /** What is wrong with the query; then the last result stays. */
  readonly problem: QueryError | undefined;
  readonly mayChange: boolean;
  /** Somebody reads: the list is scrolled or pointed at. Then it does not change by itself. */
  readonly onRead: (isRead: boolean) => void;
}

const rowHeight = 55;
const columnOrders = ['last', 'count'] as const;
const idOf = ({ id }: Group): string => id;

export function GroupList(props: GroupListProps): ReactNode {
  const { rows, pages, cursor, selection, problem, mayChange, onRead } = props;
  const { search, change } = useGroupsSearch();
  const zone = useZone();
  const rangeName = useRangeName();
  const nowMs = useLiveStatus().pulse?.nowMs ?? Date.now();
  const columns = useMemo(
    () => groupColumns({ selection, rows, zone, nowMs, rangeName, mayChange }),
    [selection, rows, zone, nowMs, rangeName, mayChange],
  );
  const isStale = useDelay(1000, pages.isPlaceholderData);
  const reading = useReading(onRead);
  const open = useOpen(rows, cursor, selection, mayChange);

  if (pages.error && rows.length === 0) {
    return (
      <ErrorPanel
        title="The groups did not load"
        message={failureText(pages.error)}
        still="What was decided about them is kept."
        requestId={requestIdOf(pages.error)}
        onRetry={() => void pages.refetch()}
      />
    );
  }
  if (rows.length === 0) return pages.data || problem ? <NoGroups /> : <Skeleton rows={12} rowHeight={rowHeight} />;
  return (
    <div className={classNames('group-list', isStale && 'is-stale')} {...reading.pointer}>
      <VirtualTable
        label="Groups"
        rows={rows}
        keyOf={idOf}
        columns={columns}
        rowHeight={rowHeight}
        sort={{ by: search.by ?? 'attention', order: 'desc' }}
        onSort={({ by }) => change({ by: columnOrders.find((order) => order === by && order !== search.by) })}
        cursor={cursor.id}
        selected={selection.ids}
        onOpen={open}
        onEnd={() => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage()}
        onScroll={reading.scroll}
        narrow={NarrowGroup}
        foot={<Foot pages={pages} />}
      />
    </div>
  );
}

function Foot({ pages }: { readonly pages: GroupListProps['pages'] }): ReactNode {
  if (pages.isFetchingNextPage) return <Skeleton rows={2} rowHeight={rowHeight} />;
  if (!pages.isFetchNextPageError) return null;
  return (
    <ErrorPanel
      title="The next groups did not load"
      message={failureText(pages.error)}
      onRetry={() => void pages.fetchNextPage()}
    />
  );
}

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
function useOpen(rows: readonly Group[], cursor: GroupCursor, selection: GroupSelection, maySelect: boolean) {
  const router = useRouter();
  return ({ id }: Group, event: MouseEvent) => {
    if (event.shiftKey && maySelect) selection.extend(id, rows);
    else if (event.button === 1 || event.ctrlKey || event.metaKey) {
      const { href } = router.buildLocation({ to: '/groups/$id', params: { id } });
      window.open(href, '_blank', 'noopener');
    } else cursor.open(id);
  };
}
