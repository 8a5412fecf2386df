import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { useHasBefore } from '#ui/app/use-has-before.ts';
import { useRangeName } from '#ui/app/use-time-range.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { VirtualTable } from '#ui/design/table/virtual-table.tsx';
import { useZone } from '#ui/design/zone.ts';
import { NarrowRule } from './narrow-rule.tsx';
import { ruleColumns } from './rule-columns.tsx';
import { ruleKey, type RuleRow } from './rule-row.ts';
import { ruleOrder, ruleOrders } from './rules-search.ts';
import { useAlertsOf } from './use-alerts-of.ts';

const route = getRouteApi('/shell/rules');

interface RuleListProps {
  readonly rows: readonly RuleRow[];
  /** All alerts of the time. */
  readonly total: number;
  readonly isStale: boolean;
}

export function RuleList({ rows, total, isStale }: RuleListProps): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const zone = useZone();
  const rangeName = useRangeName();
  const alertsOf = useAlertsOf();
  const hasBefore = useHasBefore();
  const cursor = useRuleCursor(rows);
  const columns = useMemo(
    () => ruleColumns({ total, hasBefore, zone, rangeName, alertsOf }),
    [total, hasBefore, zone, rangeName, alertsOf],
  );
  return (
    <div className={classNames('rule-list', isStale && 'is-stale')}>
      <VirtualTable
        label="Rules"
        rows={rows}
        keyOf={ruleKey}
        columns={columns}
        rowHeight={55}
        sort={{ by: ruleOrder(search), order: search.order ?? 'desc' }}
        onSort={({ by, order }) =>
          void navigate({
            search: (before) => ({
              ...before,
              by: ruleOrders.find((known) => known !== 'count' && known === by),
              order: order === 'asc' ? 'asc' : undefined,
            }),
          })
        }
        cursor={cursor.key}
        onOpen={(row) => cursor.open(ruleKey(row))}
        narrow={NarrowRule}
      />
    </div>
  );
}

function useRuleCursor(rows: readonly RuleRow[]) {
  const { open: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const leave = useNavigate();
  const alertsOf = useAlertsOf();
  const [pointed, setPointed] = useState<string>();
  const key = opened ?? pointed;
  const open = useCallback(
    (next: string | undefined) => {
      setPointed(next);
      void navigate({
        search: (before) => ({ ...before, open: next }),
        replace: opened !== undefined && next !== undefined,
      });
    },
    [navigate, opened],
  );
  const move = (by: 1 | -1) => {
    const index = rows.findIndex((row) => ruleKey(row) === key);
    const next = rows[index < 0 ? 0 : index + by];
    if (!next) return;
    if (opened === undefined) setPointed(ruleKey(next));
    else open(ruleKey(next));
  };
  const row = rows.find((candidate) => ruleKey(candidate) === key);
  useShortcuts([
    { keys: 'j', label: 'Next', group: 'List', run: () => move(1) },
    { keys: 'k', label: 'Previous', group: 'List', run: () => move(-1) },
    { keys: 'Enter', label: 'Open', group: 'List', run: () => key !== undefined && open(key) },
    { keys: 'o', label: 'Open its alerts', group: 'List', run: () => row && void leave(alertsOf(row)) },
    {
      keys: 'Escape',
      label: 'Close',
      group: 'List',
      run: () => (opened === undefined ? setPointed(undefined) : open(undefined)),
    },
  ]);
  return { key, open };
}
