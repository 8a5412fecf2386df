import type { ReactNode } from 'react';
import { DeliveryPips } from '#ui/design/delivery-pip.tsx';
import { isToday } from '#ui/design/format-time.ts';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import { whereOf } from './field-value.ts';
import type { AlertRow } from './row.ts';

/** Two lines for a phone: what, when, where, and what became of it. */
export function narrowRow(row: AlertRow): ReactNode {
  return <NarrowRow {...row} />;
}

function NarrowRow({ entry, pips }: AlertRow): ReactNode {
  const zone = useZone();
  const { namespace, workload } = whereOf(entry);
  return (
    <div className="narrow-row">
      <PriorityMark priority={entry.alert.priority} isNamed />
      <b className="narrow-row__rule cut">{visibleText(entry.alert.rule)}</b>
      <TimeText
        at={entry.receivedAtMs}
        style={isToday(entry.receivedAtMs, zone) ? 'time' : 'day-and-time'}
        className="mono faint"
      />
      <span className="narrow-row__where cut faint">
        {visibleText([namespace, workload ?? entry.alert.hostname].filter(Boolean).join(' / '))}
      </span>
      <DeliveryPips pips={pips ?? []} />
    </div>
  );
}
