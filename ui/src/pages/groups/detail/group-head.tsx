import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { useRangeName } from '#ui/app/use-time-range.tsx';
import { Avatar } from '#ui/design/avatar.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Sparkline } from '#ui/design/sparkline.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone, zoneName } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { GroupChip } from '../group-chip.tsx';
import { isDecided, stateNames, whereOf } from '../group-words.ts';

interface GroupHeadProps {
  readonly group: Group;
  /** As the list has it, for the time of the page; alone the group is counted over a week. */
  readonly inRange: Group | undefined;
}

/** What it is, where, how often and since when. */
export function GroupHead({ group, inRange }: GroupHeadProps): ReactNode {
  const zone = useZone();
  const pageRange = useRangeName();
  const rangeName = inRange ? pageRange : 'Last 7 days';
  const { count, trend } = inRange ?? group;
  return (
    <>
      <div className="group-detail__state">
        <Avatar name={group.assignee} />
        <span>
          {isDecided(group) ? stateNames[group.state] : 'Open'},{' '}
          {group.assignee === undefined ? 'nobody assigned' : `with ${group.assignee}`}
        </span>
      </div>
      <div className="group-detail__title">
        <PriorityMark priority={group.priority} isNamed />
        <div>
          <h2>
            {visibleText(group.rule)} <GroupChip group={group} />
          </h2>
          <p className="faint small">{whereOf(group)}</p>
          {group.because !== '' && <p className="muted small">{capitalised(group.because)}.</p>}
        </div>
      </div>
      <dl className="group-detail__facts">
        <Fact name={`Alerts, ${rangeName.charAt(0).toLowerCase()}${rangeName.slice(1)}`}>{formatCount(count)}</Fact>
        <Fact name="In all">{formatCount(group.totalCount)}</Fact>
        <Fact name="Hosts">{formatCount(group.hosts)}</Fact>
        <Fact name={`First seen, ${zoneName(zone)}`}>
          <TimeText at={group.firstSeenMs} style="day-and-time" />
        </Fact>
        <Fact name={`Last seen, ${zoneName(zone)}`}>
          <TimeText at={group.lastSeenMs} style="day-and-time" />
        </Fact>
      </dl>
      <Sparkline counts={trend} label={`Alerts of the group, ${rangeName}`} width={600} height={40} isFluid />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
