import { ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '#ui/design/count.tsx';
import type { LiveAlerts } from './use-live-alerts.ts';

/** How many wait, and how many there were too many of. A click puts them into the list. */
export function NewAlerts({ live: { waiting, dropped, fill } }: { readonly live: LiveAlerts }): ReactNode {
  return (
    <div className="new-alerts" role="status">
      {waiting > 0 && (
        <button type="button" className="new-alerts__pill" onClick={fill}>
          <ArrowUp className="icon icon--small" aria-hidden="true" />
          {formatCount(waiting)} new
          <span className="new-alerts__dropped">{formatCount(dropped)} not shown</span>
        </button>
      )}
    </div>
  );
}
