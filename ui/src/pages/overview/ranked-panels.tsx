import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { printValue } from '#query/print-query.ts';
import type { Overview, Ranked } from '#ui/api/contract.ts';
import { searchOf, type TimeRange } from '#ui/app/time-range.ts';
import { useHasBefore } from '#ui/app/use-has-before.ts';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { RankedBars } from '#ui/design/ranked-bars.tsx';

interface RankingProps {
  readonly overview: Overview;
}

/** Which rules fire most, against the period before. Each row opens its alerts. */
export function RuleRanking({ overview: { rules, others } }: RankingProps): ReactNode {
  return (
    <RankedPanel
      title="Rules"
      field="rule"
      rows={rules}
      foot={
        <>
          {shareOf(rules, others.rules)}{' '}
          <Link className="link" to="/rules">
            All rules
          </Link>
        </>
      }
    />
  );
}

/** Where most alerts come from. */
export function PlaceRankings({ overview: { namespaces, hosts, others } }: RankingProps): ReactNode {
  return (
    <div className="overview__places">
      <RankedPanel
        title="Namespaces"
        field="namespace"
        rows={namespaces}
        nothing="Outside Kubernetes"
        isMono
        foot={restOf('namespace', others.namespaces)}
      />
      <RankedPanel
        title="Hosts"
        field="hostname"
        rows={hosts}
        nothing="No host named"
        isMono
        foot={
          <>
            {restOf('host', others.hosts)}{' '}
            <Link className="link" to="/senders">
              All senders
            </Link>
          </>
        }
      />
    </div>
  );
}

interface RankedPanelProps {
  readonly title: string;
  /** What the query language calls it. */
  readonly field: string;
  readonly rows: readonly Ranked[];
  /** The name of what has no value. */
  readonly nothing?: string;
  readonly isMono?: boolean;
  readonly foot: ReactNode;
}

function RankedPanel({ title, field, rows, nothing = 'None', isMono, foot }: RankedPanelProps): ReactNode {
  const navigate = useNavigate();
  const { range } = useTimeRange();
  const hasBefore = useHasBefore();
  const open = (name: string) => {
    const value = rows.find((row) => nameOf(row, nothing) === name)?.value ?? name;
    const q = value === '' ? `-${field}:*` : `${field}:${printValue(value)}`;
    void navigate({ to: '/alerts', search: { q, ...searchOf(range) } });
  };
  return (
    <Panel
      title={title}
      tools={<span className="smaller">{hasBefore ? periodName(range) : 'no whole period before'}</span>}
      foot={foot}
    >
      {rows.length === 0 ? (
        <p className="overview__none">None in this time.</p>
      ) : (
        <RankedBars
          label={`${title} with most alerts`}
          rows={rows.map((row) => ({
            name: nameOf(row, nothing),
            count: row.count,
            ...(hasBefore && { before: row.before }),
            isUnnamed: row.value === '',
          }))}
          isMono={isMono ?? false}
          onChoose={({ name }) => open(name)}
        />
      )}
    </Panel>
  );
}

function nameOf({ value }: Ranked, nothing: string): string {
  return value === '' ? nothing : value;
}

/** With what the changes compare. */
function periodName(range: TimeRange): string {
  if (range.kind === 'absolute') return 'against the time before';
  if (range.length === '24h') return 'against the day before';
  return range.length === '7d' ? 'against the week before' : `against the ${range.length} before`;
}

interface Others {
  readonly values: number;
  readonly count: number;
}

function shareOf(rows: readonly Ranked[], others: Others): string {
  const shown = rows.reduce((sum, { count }) => sum + count, 0);
  if (others.values === 0 || shown === 0) return `${countOf(rows.length, 'rule')} fired.`;
  const percent = Math.floor((shown / (shown + others.count)) * 100);
  return `${countOf(rows.length + others.values, 'rule')} fired, the first ${rows.length} made ${percent}%.`;
}

function restOf(name: string, { values, count }: Others): string {
  if (values === 0) return `No other ${name}.`;
  return `${countOf(values, `other ${name}`)} made ${formatCount(count)}.`;
}
