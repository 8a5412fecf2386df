import type { ReactNode } from 'react';
import type { Attention } from '#ui/api/contract.ts';
import { Chip } from '#ui/design/chip.tsx';
import { countOf } from '#ui/design/count.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { StateMark, type MachineState } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { isSameDay } from './is-same-day.ts';
import { ActionLink, SubjectLink } from './attention-link.tsx';
import { moreOf, titleOf } from './attention-text.ts';
import { useZone } from '#ui/design/zone.ts';

interface AttentionRowProps {
  readonly item: Attention;
  readonly nowMs: number;
  /** The worst one has the page's one primary button. */
  readonly isFirst: boolean;
}

/** One thing: what it is, since when, and the way to deal with it. */
export function AttentionRow({ item, nowMs, isFirst }: AttentionRowProps): ReactNode {
  const zone = useZone();
  return (
    <li className="attention__row">
      <Mark item={item} />
      <div className="grow">
        <div className="attention__title">
          <SubjectLink item={item}>{titleOf(item, nowMs)}</SubjectLink>
          {item.kind === 'group' && <Chip tone={item.state}>{stateNames[item.state]}</Chip>}
        </div>
        <div className="attention__more cut">{moreOf(item, nowMs, zone)}</div>
      </div>
      <When item={item} nowMs={nowMs} />
      <ActionLink item={item} isPrimary={isFirst} />
    </li>
  );
}

const stateNames = { new: 'New', escalating: 'Escalating', regressed: 'Regressed' } as const;

function Mark({ item }: { readonly item: Attention }): ReactNode {
  return (
    <span className="attention__mark">
      {item.kind === 'group' ? (
        <PriorityMark priority={item.priority} isNamed />
      ) : (
        <StateMark state={stateOf(item)} size={15} />
      )}
    </span>
  );
}

function stateOf(item: Exclude<Attention, { kind: 'group' }>): MachineState {
  if (item.kind === 'sender') return 'silent';
  return item.kind === 'deadLetters' ? 'slow' : 'failing';
}

function When({ item, nowMs }: { readonly item: Attention; readonly nowMs: number }): ReactNode {
  const sinceMs = sinceOf(item);
  const zone = useZone();
  return (
    <div className="attention__when">
      {item.kind === 'group' && <span className="strong">{countOf(item.count, 'alert')}</span>}
      {sinceMs !== undefined && (
        <span>
          since <TimeText at={sinceMs} style={isSameDay(sinceMs, nowMs, zone) ? 'minutes' : 'day-and-time'} />
        </span>
      )}
    </div>
  );
}

function sinceOf(item: Attention): number | undefined {
  if (item.kind === 'group' || item.kind === 'output') return item.sinceMs;
  return item.kind === 'sender' ? item.lastSeenMs : undefined;
}
