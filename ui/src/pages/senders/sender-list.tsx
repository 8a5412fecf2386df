import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Senders } from '#ui/api/contract.ts';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { VirtualTable } from '#ui/design/table/virtual-table.tsx';
import { useZone } from '#ui/design/zone.ts';
import { NarrowSender, senderColumns, type ShownSender } from './sender-columns.tsx';
import { inOrder, senderKey, senderQuery, type SenderRow } from './sender-row.ts';
import { senderOrder, senderOrders } from './senders-search.ts';

const route = getRouteApi('/shell/senders');
const keyOf = ({ row }: ShownSender): string => senderKey(row);

export function SenderList({ data: { senders, nowMs } }: { readonly data: Senders }): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const leave = useNavigate();
  const zone = useZone();
  const by = senderOrder(search);
  const { order = 'desc' } = search;
  const rows = useMemo(() => inOrder(senders, by, order).map((row) => ({ row, nowMs })), [senders, by, order, nowMs]);
  const columns = useMemo(() => senderColumns(zone), [zone]);
  const [cursor, setCursor] = useState<string>();
  const index = rows.findIndex((shown) => keyOf(shown) === cursor);
  const open = (row: SenderRow) => void leave({ to: '/alerts', search: { q: senderQuery(row) } });
  const move = (step: 1 | -1) => {
    const next = rows[index < 0 ? 0 : index + step];
    if (next) setCursor(keyOf(next));
  };
  useShortcuts([
    { keys: 'j', label: 'Next', group: 'List', run: () => move(1) },
    { keys: 'k', label: 'Previous', group: 'List', run: () => move(-1) },
    {
      keys: 'Enter',
      label: 'Open its alerts',
      group: 'List',
      run: () => {
        const found = rows[index];
        if (found) open(found.row);
      },
    },
    { keys: 'Escape', label: 'Leave the row', group: 'List', run: () => setCursor(undefined) },
  ]);
  return (
    <div className="sender-list">
      <VirtualTable
        label="Senders"
        rows={rows}
        keyOf={keyOf}
        columns={columns}
        rowHeight={51}
        sort={{ by, order }}
        onSort={(sort) =>
          void navigate({
            search: {
              by: senderOrders.find((known) => known !== 'state' && known === sort.by),
              order: sort.order === 'asc' ? 'asc' : undefined,
            },
          })
        }
        cursor={cursor}
        onOpen={({ row }) => open(row)}
        narrow={NarrowSender}
      />
    </div>
  );
}
