import type { ReactNode } from 'react';
import { DeliveryPips } from '#ui/design/delivery-pip.tsx';
import { formatTime, isToday } from '#ui/design/format-time.ts';
import { PriorityLabel } from '#ui/design/priority-mark.tsx';
import type { Column } from '#ui/design/table/column.ts';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone, zoneName, type Zone } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import type { QueryEdit } from '../use-query-edit.ts';
import { clusterOf, processOf, userOf, whatHappened, whereOf } from './field-value.ts';
import type { AlertRow } from './row.ts';
import { ValueActions } from './value-actions.tsx';

/** Columns that are put away until somebody wants them. */
export const initiallyHidden = ['source', 'cluster', 'process', 'user', 'tags'] as const;

/** The columns of the list. Buttons on a value change the query. */
export function alertColumns(zone: Zone, edit: QueryEdit): readonly Column<AlertRow>[] {
  const filters = (field: string, of: (row: AlertRow) => string | undefined) => ({
    actions: (row: AlertRow): ReactNode => actionsFor(edit, field, of(row)),
    exclude: (row: AlertRow) => edit.exclude(field, of(row) ?? ''),
  });
  const value = (field: string, of: (row: AlertRow) => string | undefined) => ({
    cell: (row: AlertRow): ReactNode => <span className="muted">{visibleText(of(row) ?? '')}</span>,
    ...filters(field, of),
  });
  return [
    {
      id: 'time',
      label: 'Time',
      head: `Time, ${zoneName(zone)}`,
      width: 150,
      slim: { below: 600, width: 100 },
      sort: 'time',
      isMono: true,
      cell: ({ entry }) => <Time ms={entry.receivedAtMs} />,
    },
    {
      id: 'priority',
      label: 'Priority',
      width: 148,
      slim: { below: 600, width: 48 },
      sort: 'priority',
      cell: ({ entry }) => <PriorityLabel priority={entry.alert.priority} />,
    },
    {
      id: 'rule',
      label: 'Rule and what happened',
      width: 'rest',
      cell: (row) => (
        <>
          <b className="strong">{visibleText(row.entry.alert.rule)}</b>{' '}
          <span className="alert-list__what">{visibleText(whatHappened(row.entry))}</span>
        </>
      ),
      ...filters('rule', ({ entry }) => entry.alert.rule),
    },
    {
      id: 'source',
      label: 'Source',
      width: 96,
      leavesBelow: 900,
      ...value('source', ({ entry }) => entry.alert.source),
    },
    {
      id: 'cluster',
      label: 'Cluster',
      width: 104,
      leavesBelow: 1060,
      ...value('cluster', ({ entry }) => clusterOf(entry)),
    },
    {
      id: 'workload',
      label: 'Workload',
      width: 228,
      leavesBelow: 760,
      cell: ({ entry }) => <Workload entry={entry} />,
      ...filters('workload', ({ entry }) => whereOf(entry).workload),
    },
    {
      id: 'process',
      label: 'Process',
      width: 110,
      leavesBelow: 760,
      ...value('process', ({ entry }) => processOf(entry)),
    },
    { id: 'user', label: 'User', width: 96, leavesBelow: 900, ...value('user', ({ entry }) => userOf(entry)) },
    {
      id: 'hostname',
      label: 'Host',
      width: 124,
      leavesBelow: 1060,
      ...value('hostname', ({ entry }) => entry.alert.hostname),
    },
    {
      id: 'tags',
      label: 'Tags',
      width: 180,
      leavesBelow: 1060,
      cell: ({ entry }) => <span className="faint">{visibleText((entry.alert.tags ?? []).join(', '))}</span>,
    },
    {
      id: 'outputs',
      label: 'Outputs',
      width: 104,
      leavesBelow: 600,
      cell: ({ pips }) => <Fates pips={pips} />,
    },
  ];
}

/** Alerts from before there was an output are nobody's. */
function Fates({ pips }: Pick<AlertRow, 'pips'>): ReactNode {
  if (pips === undefined) return <span className="faint">arriving</span>;
  return pips.length > 0 ? <DeliveryPips pips={pips} /> : <span className="faint">none</span>;
}

function actionsFor({ include, exclude }: QueryEdit, field: string, value: string | undefined): ReactNode {
  if (value === undefined || value === '') return null;
  return (
    <ValueActions
      name={field}
      value={value}
      onInclude={() => include(field, value)}
      onExclude={() => exclude(field, value)}
    />
  );
}

/** Today with thousandths where there is room; otherwise with the day. */
function Time({ ms }: { readonly ms: number }): ReactNode {
  const zone = useZone();
  if (!isToday(ms, zone)) {
    return (
      <>
        <span className="alert-list__day">{formatTime(ms, zone, 'day')} </span>
        <TimeText at={ms} style="minutes" />
        <span className="alert-list__seconds">{formatTime(ms, zone, 'time').slice(5)}</span>
      </>
    );
  }
  return (
    <>
      <TimeText at={ms} />
      <i className="alert-list__thousandths">.{String(new Date(ms).getUTCMilliseconds()).padStart(3, '0')}</i>
    </>
  );
}

/** `payments / checkout-api x2k4m`: what names the workload in ink, the rest in grey. */
function Workload({ entry }: Pick<AlertRow, 'entry'>): ReactNode {
  const { namespace, workload, pod } = whereOf(entry);
  if (namespace === undefined && workload === undefined) return <span className="faint">on the host</span>;
  const suffix = workload === undefined ? undefined : pod?.slice(workload.length + 1).replace(/^.*-/, '');
  return (
    <span title={visibleText([namespace, pod ?? workload].filter(Boolean).join(' / '))}>
      {namespace !== undefined && <span className="faint">{visibleText(namespace)}</span>}
      {namespace !== undefined && workload !== undefined && <span className="faint"> / </span>}
      {workload !== undefined && visibleText(workload)}
      {suffix !== undefined && <span className="faint"> {visibleText(suffix)}</span>}
    </span>
  );
}
