import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { histogramQuery } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import { ApiFailure } from '#ui/api/api-failure.ts';
import { Page } from '#ui/app/page.tsx';
import { usePreferences } from '#ui/app/preferences.tsx';
import { TimeRangePicker, ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { spanOf } from '#ui/app/time-range.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { orderOf } from './alerts-search.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { AlertDrawer } from './detail/alert-drawer.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Facets } from './facets/facets.tsx';
import { FiltersButton } from './filters-button.tsx';
import { HistogramPanel } from './histogram-panel.tsx';
import { AlertList } from './list/alert-list.tsx';
import { initiallyHidden } from './list/columns.tsx';
import { rowKey } from './list/row.ts';
import { SelectionBar } from './list/selection-bar.tsx';
import { useAllRows, useAlertPages } from './list/use-alert-rows.ts';
import { mostShown, useLiveAlerts } from './list/use-live-alerts.ts';
import { useListCursor } from './list/use-list-cursor.ts';
import { useRowSelection } from './list/use-row-selection.ts';
import { LiveButton } from './live-button.tsx';
import { QueryBar } from './query-bar/query-bar.tsx';
import { useAlertsSearch } from './use-alerts-search.ts';
import { useFreshFigures } from '#ui/app/use-fresh-figures.ts';
import { useQueryEdit } from './use-query-edit.ts';
import { SaveViewButton } from '#ui/views/save-view-button.tsx';
import { ViewsMenu } from '#ui/views/views-menu.tsx';
import { useAlertsViews } from './use-alerts-views.ts';
import './alerts-page.css';

/** Every alert that was kept: found, counted, read and followed. */
export function AlertsPage(): ReactNode {
  const { search } = useAlertsSearch();
  const { range, span } = useTimeRange();
  const { text, error } = useQueryEdit();
  const { preferences } = usePreferences();
  const hidden = preferences.hiddenColumns['alerts'] ?? initiallyHidden;
  const order = useMemo(() => orderOf({ sort: search.sort, order: search.order }), [search.sort, search.order]);

  // The list stands on the time at which it was asked for; what comes later comes in live.
  const listed = useMemo(() => {
    const { fromMs, untilMs } = spanOf(range, Date.now());
    return { query: text, fromMs, untilMs: range.kind === 'absolute' ? untilMs : undefined };
  }, [range, text]);
  const counted = useMemo(() => ({ query: text, ...span }), [text, span]);

  const canFollow = range.kind === 'relative' && order.by === 'time' && order.order === 'desc';
  const isLive = canFollow && search.live !== 'off' && error === undefined;
  const [isRead, setRead] = useState(false);
  const pages = useAlertPages(listed, order, error === undefined);
  const selection = useRowSelection();
  const views = useAlertsViews();
  const live = useLiveAlerts({
    isOn: isLive && pages.isSuccess && !pages.isPlaceholderData,
    query: text,
    afterSeq: pages.rows[0]?.entry.seq,
    isHeld: isRead || selection.keys.size > 0,
  });
  const rows = useAllRows(pages.rows, live, listed, isLive);
  const entries = useMemo(() => rows.map(({ entry }) => entry), [rows]);
  const cursor = useListCursor(rows, selection);
  useFreshFigures(isLive);
  const { data: histogram } = useQuery({ ...histogramQuery(useApi(), counted), enabled: error === undefined });
  const total = histogram?.isExact === true ? histogram.total : undefined;

  const { refetch } = pages;
  useEffect(() => {
    if (live.shown.length >= mostShown) void refetch();
  }, [live.shown.length, refetch]);

  const failure = pages.error instanceof ApiFailure && pages.error.position ? pages.error : undefined;
  return (
    <Page
      title="Alerts"
      layout="workspace"
      lead={<ViewsMenu of={views} />}
      tools={
        <>
          <LiveButton canFollow={canFollow} isLive={isLive} isHeld={live.waiting > 0} />
          <ColumnsMenu />
          <ExportMenu selection={counted} hidden={hidden} />
        </>
      }
    >
      <div className="alerts__query">
        <QueryBar selection={counted} entries={entries} failure={failure} />
        <div className="alerts__query-tools">
          <FiltersButton selection={counted} />
          <TimeRangePicker />
          <span className="not-phone">
            <ZoneSwitch />
          </span>
          <SaveViewButton of={views} />
        </div>
      </div>
      <div className="alerts__work">
        <aside className="alerts__facets" aria-label="Filters">
          <button type="button" className="skip-link" onClick={toFirstAlert}>
            Skip to the alerts
          </button>
          <Facets selection={counted} />
        </aside>
        <div className="alerts__middle">
          {selection.keys.size > 0 ? (
            <SelectionBar rows={rows.filter((row) => selection.keys.has(rowKey(row)))} onClear={selection.clear} />
          ) : (
            <HistogramPanel selection={counted} />
          )}
          <AlertList {...{ rows, pages, live, order, hidden, cursor, selection, total }} onRead={setRead} />
        </div>
        {search.open !== undefined && <AlertDrawer id={search.open} rows={rows} cursor={cursor} total={total} />}
      </div>
    </Page>
  );
}

/** Past all the filters, for who goes by keyboard. */
function toFirstAlert(): void {
  document.querySelector<HTMLElement>('.alert-list tr[tabindex="0"]')?.focus();
}
