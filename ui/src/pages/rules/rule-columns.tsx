import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { Delta } from '#ui/design/delta.tsx';
import { formatTime } from '#ui/design/format-time.ts';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import type { Column } from '#ui/design/table/column.ts';
import { TimeText } from '#ui/design/time-text.tsx';
import { zoneName, type Zone } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { attackNames } from './attack-names.ts';
import { costText, shareText, type RuleRow } from './rule-row.ts';
import type { WayToAlerts } from './use-alerts-of.ts';

interface ColumnsAsked {
  readonly total: number;
  /** The journal knows the period before, too. */
  readonly hasBefore: boolean;
  readonly zone: Zone;
  readonly rangeName: string;
  readonly alertsOf: (row: RuleRow) => WayToAlerts;
}

export function ruleColumns({ total, hasBefore, zone, rangeName, alertsOf }: ColumnsAsked): readonly Column<RuleRow>[] {
  return [
    {
      id: 'priority',
      label: 'Priority',
      head: <span className="only-read-out">Priority</span>,
      width: 50,
      cell: ({ priority }) => <PriorityMark priority={priority} isNamed />,
    },
    { id: 'rule', label: 'Rule', width: 'rest', sort: 'rule', cell: (row) => <Name row={row} to={alertsOf(row)} /> },
    {
      id: 'attack',
      label: 'ATT&CK',
      width: 190,
      leavesBelow: 1000,
      cell: ({ tags }) => <Attack tags={tags} />,
    },
    {
      id: 'trend',
      label: rangeName,
      width: 124,
      leavesBelow: 760,
      cell: ({ trend }) => <Sparkline counts={trend} label="Alerts over the time" width={104} height={24} />,
    },
    {
      id: 'count',
      label: 'Alerts',
      width: 88,
      isFigure: true,
      sort: 'count',
      cell: ({ count, hosts }) => (
        <Two
          upper={<span className={count === 0 ? 'faint' : 'strong'}>{formatCount(count)}</span>}
          lower={count > 0 && countOf(hosts, 'host')}
        />
      ),
    },
    {
      id: 'share',
      label: 'Of all',
      width: 104,
      leavesBelow: 640,
      isFigure: true,
      cell: ({ count }) => <Share count={count} total={total} />,
    },
    {
      id: 'change',
      label: 'Change',
      width: 84,
      leavesBelow: 560,
      isFigure: true,
      sort: 'change',
      cell: ({ count, before }) =>
        hasBefore ? <Delta now={count} before={before} /> : <span className="faint smaller">unknown</span>,
    },
    {
      id: 'cost',
      label: 'Cost',
      width: 126,
      leavesBelow: 960,
      isFigure: true,
      sort: 'cost',
      cell: ({ cost }) => <Cost cost={cost} />,
    },
    {
      id: 'last',
      label: 'Last seen',
      head: `Last seen, ${zoneName(zone)}`,
      width: 122,
      leavesBelow: 880,
      isFigure: true,
      sort: 'last',
      cell: ({ lastSeenMs }) => <LastSeen at={lastSeenMs} zone={zone} />,
    },
  ];
}

function Name({ row, to }: { readonly row: RuleRow; readonly to: WayToAlerts }): ReactNode {
  const { rule, description, source } = row;
  return (
    <div className="rule-name">
      <Link {...to} className="strong cut rule-name__link">
        {visibleText(rule)}
      </Link>
      <div className="faint cut">{visibleText(description ?? source)}</div>
    </div>
  );
}

/** Tactic above technique, as the rule's tags have them. */
function Attack({ tags }: { readonly tags: readonly string[] }): ReactNode {
  const { tactics, techniques } = attackNames(tags);
  if (tactics.length + techniques.length === 0) return <span className="faint">not tagged</span>;
  return (
    <div className="rule-name">
      <div className="cut">{tactics.join(', ')}</div>
      <div className="faint cut">{techniques.join(', ')}</div>
    </div>
  );
}

/** How much of all noise is this rule's. */
function Share({ count, total }: { readonly count: number; readonly total: number }): ReactNode {
  return (
    <span className="rule-share">
      <i className="rule-share__bar" style={{ '--share': total === 0 ? 0 : count / total }} />
      <span className={count === 0 ? 'faint' : undefined}>{shareText(count, total)}</span>
    </span>
  );
}

/** Time for an event, and how much of the time of all rules that is. */
function Cost({ cost }: Pick<RuleRow, 'cost'>): ReactNode {
  if (!cost) return <span className="faint">–</span>;
  if (cost.samples === 0) return <span className="faint smaller">not measured yet</span>;
  const { microseconds, share, samples } = cost;
  return (
    <span
      className="rule-share rule-share--cost"
      title={`Of an event, on average, measured on ${countOf(samples, 'event')}`}
    >
      <i className="rule-share__bar" style={{ '--share': share }} />
      <span className={microseconds === 0 ? 'faint' : undefined}>{costText(microseconds)}</span>
    </span>
  );
}

function LastSeen({ at, zone }: { readonly at: number | undefined; readonly zone: Zone }): ReactNode {
  if (at === undefined) return <span className="faint">not seen</span>;
  return <Two upper={<TimeText at={at} style="time" />} lower={formatTime(at, zone, 'day')} />;
}

function Two({ upper, lower }: { readonly upper: ReactNode; readonly lower: ReactNode }): ReactNode {
  return (
    <span className="rule-figures">
      {upper}
      <small>{lower}</small>
    </span>
  );
}
