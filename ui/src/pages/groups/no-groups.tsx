import { Layers } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTimeRange, useRangeName } from '#ui/app/use-time-range.tsx';
import { Button } from '#ui/design/button.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import type { GroupTab } from './groups-search.ts';
import { useGroupsSearch } from './use-groups-search.ts';

const titles: Readonly<Record<GroupTab, string>> = {
  open: 'No open group',
  acknowledged: 'No acknowledged group',
  resolved: 'No resolved group',
  archived: 'No archived group',
};

const reasons: Readonly<Record<GroupTab, string>> = {
  open: 'Whatever fired in this time was decided about. A group comes back when it fires after it was resolved, or when it escalates.',
  acknowledged: 'Acknowledge a group to say that somebody has seen it: it stays here until it is resolved.',
  resolved: 'A resolved group comes here with the reason. It opens again when it fires again.',
  archived: 'An archived group stays quiet until it escalates: many more alerts than usual, or a higher priority.',
};

/** Why the list is empty, and the nearest way to what there is. */
export function NoGroups(): ReactNode {
  const { search, change } = useGroupsSearch();
  const { choose } = useTimeRange();
  const rangeName = useRangeName();
  const { q, assignee, state = 'open' } = search;
  const isFiltered = q !== undefined || assignee !== undefined;
  return (
    <EmptyState
      icon={Layers}
      title={`${titles[state]}${isFiltered ? ' matches' : ''} in this time`}
      actions={
        <>
          {q !== undefined && <Button onClick={() => change({ q: undefined })}>Drop the query</Button>}
          {assignee !== undefined && <Button onClick={() => change({ assignee: undefined })}>Groups of anybody</Button>}
          <Button onClick={() => choose({ kind: 'relative', length: '30d' })}>Look at 30 days</Button>
          {state !== 'open' && <Button onClick={() => change({ state: undefined })}>Open groups</Button>}
        </>
      }
    >
      {isFiltered ? `Looked at: ${rangeName.charAt(0).toLowerCase()}${rangeName.slice(1)}.` : reasons[state]}
    </EmptyState>
  );
}
