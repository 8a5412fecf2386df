import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { countOf } from '#ui/design/count.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { GroupChip } from './group-chip.tsx';
import { whereOf } from './group-words.ts';

/** A group on a phone. */
export function NarrowGroup(group: Group): ReactNode {
  return (
    <div className="narrow-group">
      <PriorityMark priority={group.priority} isNamed />
      <div className="narrow-group__title">
        <span className="strong cut">{visibleText(group.rule)}</span>
        <GroupChip group={group} />
      </div>
      <span className="strong narrow-group__count">{countOf(group.count, 'alert')}</span>
      <span className="cut narrow-group__where">{whereOf(group)}</span>
      <TimeText at={group.lastSeenMs} style="minutes" className="faint smaller" />
    </div>
  );
}
