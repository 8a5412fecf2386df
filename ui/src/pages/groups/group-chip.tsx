import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { Chip } from '#ui/design/chip.tsx';
import { stateNames } from './group-words.ts';

/** What is remarkable about a group. Open ones have no mark: that is what a list of groups is of. */
export function GroupChip({ group: { state, resolution } }: { readonly group: Group }): ReactNode {
  switch (state) {
    case 'new':
    case 'escalating':
    case 'regressed':
      return <Chip tone={state}>{stateNames[state]}</Chip>;
    case 'resolved':
      return resolution !== undefined && <Chip tone="line">{resolution}</Chip>;
    case 'open':
    case 'acknowledged':
    case 'archived':
      return null;
  }
}
