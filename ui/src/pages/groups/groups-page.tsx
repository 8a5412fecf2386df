import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { ApiFailure } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { groupsQuery, type GroupsAsked } from '#ui/api/groups.ts';
import { Page } from '#ui/app/page.tsx';
import { TimeRangePicker } from '#ui/app/time-range-picker.tsx';
import { useFreshFigures } from '#ui/app/use-fresh-figures.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { QueryBar } from '#ui/pages/alerts/query-bar/query-bar.tsx';
import { read } from '#ui/pages/alerts/use-query-edit.ts';
import { GroupDrawer } from './detail/group-drawer.tsx';
import { GroupList } from './group-list.tsx';
import { GroupTabs } from './group-tabs.tsx';
import { AssigneeMenu, OrderMenu } from './list-menus.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useGroupChanges } from './use-group-changes.ts';
import { useGroupCursor } from './use-group-cursor.ts';
import { useGroupKeys } from './use-group-keys.ts';
import { useGroupSelection } from './use-group-selection.ts';
import { useGroupsSearch } from './use-groups-search.ts';
import { useGroupsViews } from './use-groups-views.ts';
import { SaveViewButton } from '#ui/views/save-view-button.tsx';
import { ViewsMenu } from '#ui/views/views-menu.tsx';
import './groups-page.css';

const noEntries: readonly never[] = [];

/** Alerts of one kind as one line each, to be decided about. */
export function GroupsPage(): ReactNode {
  const { search } = useGroupsSearch();
  const { range, span } = useTimeRange();
  const selection = useGroupSelection();
  const views = useGroupsViews();
  const [isRead, setRead] = useState(false);
  const [isResolving, setResolving] = useState(false);
  const [isCommenting, setCommenting] = useState(false);
  useFreshFigures(range.kind === 'relative' && !isRead && selection.ids.size === 0);

  const text = search.q ?? '';
  const { state = 'open', by: sort = 'attention', assignee } = search;
  const problem = useMemo(() => read(text).error, [text]);
  const asked = useMemo<GroupsAsked>(
    () => ({ query: text, ...span, state, sort, ...(assignee !== undefined && { assignee }) }),
    [text, span, state, sort, assignee],
  );
  const pages = useInfiniteQuery({ ...groupsQuery(useApi(), asked), enabled: problem === undefined });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ groups }) => groups) ?? [], [pages.data]);
  const cursor = useGroupCursor(rows);
  const changes = useGroupChanges(selection.clear);

  const { clear } = selection;
  useEffect(clear, [clear, state, text, assignee]);
  const resolve = () => {
    if (selection.ids.size === 0 && search.open === undefined && cursor.id !== undefined) selection.toggle(cursor.id);
    setResolving(true);
  };
  const comment = () => {
    if (cursor.id === undefined) return;
    if (search.open === undefined) cursor.open(cursor.id);
    setCommenting(true);
  };
  useGroupKeys({
    rows,
    cursor,
    selection,
    changes,
    isOpen: search.open !== undefined,
    onResolve: resolve,
    onComment: comment,
  });

  const failure = pages.error instanceof ApiFailure && pages.error.position ? pages.error : undefined;
  const isSelecting = selection.ids.size > 0;
  const states = pages.data?.pages[0]?.states;
  return (
    <Page
      title="Groups"
      layout="workspace"
      lead={
        <span className="row not-phone">
          <GroupTabs states={states} />
          <ViewsMenu of={views} />
        </span>
      }
      tools={
        <>
          <AssigneeMenu />
          <OrderMenu />
          <TimeRangePicker />
          <SaveViewButton of={views} />
        </>
      }
    >
      <div className="groups__work">
        <div className="groups__middle">
          {isSelecting ? (
            <SelectionBar {...{ selection, rows, changes, isResolving }} onResolving={setResolving} />
          ) : (
            <div className="groups__query">
              <QueryBar
                selection={asked}
                entries={noEntries}
                placeholder="Groups with alerts like rule:… namespace:… priority>=warning"
                failure={failure}
              />
              <div className="only-phone groups__tabs">
                <GroupTabs states={states} />
              </div>
            </div>
          )}
          <GroupList {...{ rows, pages, cursor, selection, problem }} onRead={setRead} mayChange={changes.mayChange} />
        </div>
        {search.open !== undefined && (
          <GroupDrawer
            id={search.open}
            rows={rows}
            total={states?.[state] ?? rows.length}
            cursor={cursor}
            isQuiet={isSelecting}
            isResolving={isResolving && !isSelecting}
            onResolving={setResolving}
            isCommenting={isCommenting}
            onCommenting={setCommenting}
          />
        )}
      </div>
    </Page>
  );
}
