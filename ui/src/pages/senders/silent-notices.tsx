import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Senders } from '#ui/api/contract.ts';
import { searchOf } from '#ui/app/time-range.ts';
import { countOf } from '#ui/design/count.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { Notice } from '#ui/design/notice.tsx';
import { inOrder, senderKey, senderName, senderQuery, usualText, type SenderRow } from './sender-row.ts';

const most = 3;

/** The silent ones in words, with what may be the reason. */
export function SilentNotices({ data: { senders, nowMs } }: { readonly data: Senders }): ReactNode {
  const silent = inOrder(senders, 'state', 'desc').filter(({ state }) => state === 'silent');
  if (silent.length === 0) return null;
  return (
    <div className="senders__notices">
      {silent.slice(0, most).map((row) => (
        <Notice key={senderKey(row)} tone="warn" action={<LastAlerts row={row} />}>
          <strong className="strong">
            {senderName(row)} has sent nothing for {formatDuration(nowMs - row.lastSeenMs)}.
          </strong>{' '}
          It usually sends {usualText(row.usualPerHour)}. The node may be gone, Falco may have stopped, or somebody
          stopped it.
        </Notice>
      ))}
      {silent.length > most && (
        <p className="muted small">{countOf(silent.length - most, 'more silent sender')}, first in the list.</p>
      )}
    </div>
  );
}

/** What came in the hour before it fell silent. */
function LastAlerts({ row }: { readonly row: SenderRow }): ReactNode {
  const untilMs = Math.ceil((row.lastSeenMs + 1) / 60_000) * 60_000;
  return (
    <Link
      className="button button--plain button--small"
      to="/alerts"
      search={{ q: senderQuery(row), ...searchOf({ kind: 'absolute', fromMs: untilMs - 3_600_000, untilMs }) }}
    >
      Last alerts
    </Link>
  );
}
