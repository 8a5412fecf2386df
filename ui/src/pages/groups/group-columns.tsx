import { MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { Avatar } from '#ui/design/avatar.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { CheckBox } from '#ui/design/field.tsx';
import { formatDuration, formatTime } from '#ui/design/format-time.ts';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import type { Column } from '#ui/design/table/column.ts';
import { TimeText } from '#ui/design/time-text.tsx';
import { zoneName, type Zone } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { GroupChip } from './group-chip.tsx';
import { whereOf } from './group-words.ts';
import type { GroupSelection } from './use-group-selection.ts';

interface ColumnsAsked {
  readonly selection: GroupSelection;
  readonly rows: readonly Group[];
  readonly zone: Zone;
  readonly nowMs: number;
  /** Of the time that the page looks at: "Last 24 hours". */
  readonly rangeName: string;
  readonly mayChange: boolean;
}

export function groupColumns(asked: ColumnsAsked): readonly Column<Group>[] {
  const { selection, rows, zone, nowMs, rangeName, mayChange } = asked;
  const select: Column<Group> = {
    id: 'select',
    label: 'Selected',
    head: <SelectAll selection={selection} rows={rows} />,
    width: 39,
    cell: ({ id, rule }) => (
      <CheckBox
        aria-label={`Select ${rule}`}
        checked={selection.ids.has(id)}
        onChange={(event) =>
          event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey
            ? selection.extend(id, rows)
            : selection.toggle(id)
        }
      />
    ),
  };
  return [
    ...(mayChange ? [select] : []),
    {
      id: 'priority',
      label: 'Priority',
      head: <span className="only-read-out">Priority</span>,
      width: mayChange ? 38 : 50,
      cell: ({ priority }) => <PriorityMark priority={priority} isNamed />,
    },
    { id: 'group', label: 'Group', width: 'rest', cell: (group) => <Name group={group} /> },
    {
      id: 'trend',
      label: rangeName,
      width: 128,
      leavesBelow: 720,
      cell: ({ trend }) => <Sparkline counts={trend} label="Alerts over the time" width={104} height={24} />,
    },
    {
      id: 'count',
      label: 'Alerts',
      width: 84,
      isFigure: true,
      sort: 'count',
      cell: ({ count, hosts }) => <TwoLines upper={formatCount(count)} lower={countOf(hosts, 'host')} />,
    },
    {
      id: 'seen',
      label: 'Last, first',
      head: `Last, first, ${zoneName(zone)}`,
      width: 118,
      isFigure: true,
      sort: 'last',
      leavesBelow: 520,
      cell: ({ firstSeenMs, lastSeenMs }) => <Seen {...{ firstSeenMs, lastSeenMs, nowMs, zone }} />,
    },
    {
      id: 'assignee',
      label: 'Assigned to',
      head: <span className="only-read-out">Assigned to</span>,
      width: 52,
      leavesBelow: 560,
      cell: ({ assignee }) => (
        <>
          <Avatar name={assignee} />
          {assignee !== undefined && <span className="only-read-out">{assignee}</span>}
        </>
      ),
    },
  ];
}

function SelectAll({ selection, rows }: { readonly selection: GroupSelection; readonly rows: readonly Group[] }) {
  const isAll = rows.length > 0 && rows.every(({ id }) => selection.ids.has(id));
  return (
    <CheckBox
      aria-label="Select all that are loaded"
      checked={isAll}
      ref={(box) => {
        if (box) box.indeterminate = !isAll && selection.ids.size > 0;
      }}
      onChange={() => (isAll ? selection.clear() : selection.set(rows.map(({ id }) => id)))}
    />
  );
}

function Name({ group }: { readonly group: Group }): ReactNode {
  return (
    <div className="group-name">
      <div className="group-name__title">
        <span className="strong cut">{visibleText(group.rule)}</span>
        <GroupChip group={group} />
        {group.comments > 0 && (
          <span className="group-name__comments" title={countOf(group.comments, 'comment')}>
            <MessageSquare className="icon" aria-hidden="true" />
            {group.comments}
            <span className="only-read-out"> {group.comments === 1 ? 'comment' : 'comments'}</span>
          </span>
        )}
      </div>
      <div className="group-name__where cut">{whereOf(group)}</div>
    </div>
  );
}

function TwoLines({ upper, lower }: { readonly upper: ReactNode; readonly lower: ReactNode }): ReactNode {
  return (
    <span className="group-figures">
      <span className="strong">{upper}</span>
      <small>{lower}</small>
    </span>
  );
}

interface SeenProps {
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly nowMs: number;
  readonly zone: Zone;
}

/** How long ago the last came, and when the first. */
function Seen({ firstSeenMs, lastSeenMs, nowMs, zone }: SeenProps): ReactNode {
  const isToday = formatTime(firstSeenMs, zone, 'day') === formatTime(nowMs, zone, 'day');
  const last = nowMs - lastSeenMs < 1000 ? 'now' : formatDuration(nowMs - lastSeenMs);
  return (
    <TwoLines
      upper={<span title={formatTime(lastSeenMs, zone, 'whole')}>{last}</span>}
      lower={<TimeText at={firstSeenMs} style={isToday ? 'minutes' : 'day'} />}
    />
  );
}
