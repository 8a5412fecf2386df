import type { ReactNode } from 'react';
import type { Groups } from '#ui/api/contract.ts';
import { formatCount } from '#ui/design/count.tsx';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';
import { groupTabs } from './groups-search.ts';
import { stateNames } from './group-words.ts';
import { useGroupsSearch } from './use-groups-search.ts';

/** Which groups are listed, each with how many there are. */
export function GroupTabs({ states }: { readonly states: Groups['states'] | undefined }): ReactNode {
  const { search, change } = useGroupsSearch();
  return (
    <SegmentedControl
      label="State of groups"
      value={search.state ?? 'open'}
      onChange={(state) => change({ state: state === 'open' ? undefined : state, open: undefined })}
      options={groupTabs.map((tab) => ({
        value: tab,
        label: (
          <>
            {stateNames[tab]} {states && <span className="faint">{formatCount(states[tab])}</span>}
          </>
        ),
      }))}
    />
  );
}
