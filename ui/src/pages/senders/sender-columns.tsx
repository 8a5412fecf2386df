import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount } from '#ui/design/count.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import { StateLabel } from '#ui/design/state-mark.tsx';
import type { Column } from '#ui/design/table/column.ts';
import { TimeText } from '#ui/design/time-text.tsx';
import { zoneName, type Zone } from '#ui/design/zone.ts';
import { formatTime } from '#ui/design/format-time.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { senderName, senderQuery, stateMarks, stateText, usualText, type SenderRow } from './sender-row.ts';

export interface ShownSender {
  readonly row: SenderRow;
  readonly nowMs: number;
}

export function senderColumns(zone: Zone): readonly Column<ShownSender>[] {
  return [
    {
      id: 'sender',
      label: 'Sender',
      width: 'rest',
      sort: 'sender',
      cell: ({ row }) => (
        <Two
          upper={
            <Link to="/alerts" search={{ q: senderQuery(row) }} className="strong sender-list__link cut">
              {senderName(row)}
            </Link>
          }
          lower={row.cluster === '' ? 'no cluster named' : visibleText(row.cluster)}
        />
      ),
    },
    {
      id: 'state',
      label: 'State',
      width: 172,
      sort: 'state',
      cell: ({ row, nowMs }) => <StateLabel state={stateMarks[row.state]}>{stateText(row, nowMs)}</StateLabel>,
    },
    {
      id: 'trend',
      label: 'Last 24 hours',
      width: 196,
      leavesBelow: 840,
      cell: ({ row }) => <Sparkline counts={row.trend} label="Alerts over the last 24 hours" width={176} height={24} />,
    },
    {
      id: 'hour',
      label: 'Last hour',
      width: 132,
      isFigure: true,
      sort: 'hour',
      cell: ({ row }) => (
        <Two
          isFigure
          upper={<span className={row.countLastHour === 0 ? 'faint' : 'strong'}>{formatCount(row.countLastHour)}</span>}
          lower={`usually ${usualText(row.usualPerHour).replace(' an hour', '')}`}
        />
      ),
    },
    {
      id: 'day',
      label: 'Last day',
      width: 96,
      leavesBelow: 720,
      isFigure: true,
      cell: ({ row }) => formatCount(row.countLastDay),
    },
    {
      id: 'last',
      label: 'Last alert',
      head: `Last alert, ${zoneName(zone)}`,
      width: 132,
      leavesBelow: 620,
      isFigure: true,
      sort: 'last',
      cell: ({ row }) => (
        <Two isFigure upper={<TimeText at={row.lastSeenMs} />} lower={formatTime(row.lastSeenMs, zone, 'day')} />
      ),
    },
    {
      id: 'version',
      label: 'Falco',
      width: 150,
      leavesBelow: 960,
      cell: ({ row }) => (
        <Two
          upper={
            (row.falcoVersion !== undefined && visibleText(row.falcoVersion)) || <span className="faint">not told</span>
          }
          lower={visibleText(row.sources.join(', '))}
        />
      ),
    },
  ];
}

/** A sender on a phone. */
export function NarrowSender({ row, nowMs }: ShownSender): ReactNode {
  return (
    <div className="narrow-sender">
      <span className="strong cut">{senderName(row)}</span>
      <span className="figure strong">{formatCount(row.countLastHour)} last hour</span>
      <StateLabel state={stateMarks[row.state]}>{stateText(row, nowMs)}</StateLabel>
      <span className="faint figure">usually {usualText(row.usualPerHour)}</span>
    </div>
  );
}

interface TwoProps {
  readonly upper: ReactNode;
  readonly lower: ReactNode;
  readonly isFigure?: boolean;
}

function Two({ upper, lower, isFigure }: TwoProps): ReactNode {
  return (
    <span className={isFigure ? 'sender-two sender-two--figure' : 'sender-two'}>
      {upper}
      <small>{lower}</small>
    </span>
  );
}
