import type { ReactNode } from 'react';
import { useDelay } from '#ui/design/skeleton.tsx';
import { StateMark } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { useZone, zoneName } from '#ui/design/zone.ts';
import { useLiveStatus } from './live.tsx';
import './connection-notice.css';

/** When the server is not heard any more: since when, and what that means for what is on the screen. */
export function ConnectionNotice(): ReactNode {
  const { state, heardMs } = useLiveStatus();
  const zone = useZone();
  const isDue = useDelay(4000, state === 'lost');
  if (!isDue) return null;
  return (
    <div className="connection-notice" role="status">
      <StateMark state="silent" size={14} />
      <span>
        {heardMs === undefined ? (
          'Tiercel does not answer.'
        ) : (
          <>
            Connection lost. Last word at <TimeText at={heardMs} /> {zoneName(zone)}: what is shown is from then.
          </>
        )}{' '}
        Trying again.
      </span>
    </div>
  );
}
