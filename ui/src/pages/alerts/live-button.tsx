import type { ReactNode } from 'react';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { useLiveStatus } from '#ui/app/live.tsx';
import { defaultLength, searchOf } from '#ui/app/time-range.ts';
import { Button } from '#ui/design/button.tsx';
import { LiveDot, type Liveness } from '#ui/design/live-dot.tsx';
import { Tooltip } from '#ui/design/tooltip.tsx';
import { useAlertsSearch } from './use-alerts-search.ts';

interface LiveButtonProps {
  /** The list ends now, newest first. */
  readonly canFollow: boolean;
  readonly isLive: boolean;
  /** Alerts wait, because the list is being read. */
  readonly isHeld: boolean;
}

/** New alerts appear by themselves, or not. */
export function LiveButton({ canFollow, isLive, isHeld }: LiveButtonProps): ReactNode {
  const { state } = useLiveStatus();
  const { change } = useAlertsSearch();
  const toggle = () => {
    if (canFollow) change({ live: isLive ? 'off' : undefined }, true);
    else
      change({
        live: undefined,
        sort: undefined,
        order: undefined,
        ...searchOf({ kind: 'relative', length: defaultLength }),
      });
  };
  useShortcuts([{ keys: 'l', label: 'Live on or off', group: 'Alerts', run: toggle }]);
  const liveness = livenessOf(isLive, isHeld, state === 'lost');
  return (
    <Tooltip text={explanations[liveness]} shortcut="l">
      <Button isPressed={isLive} className="live-button" onClick={toggle}>
        <LiveDot state={liveness} />
        Live
      </Button>
    </Tooltip>
  );
}

const explanations: Readonly<Record<Liveness, string>> = {
  live: 'New alerts appear as they come',
  paused: 'New alerts wait while you read',
  off: 'Follow new alerts',
  lost: 'The connection is lost',
};

function livenessOf(isLive: boolean, isHeld: boolean, isLost: boolean): Liveness {
  if (!isLive) return 'off';
  if (isLost) return 'lost';
  return isHeld ? 'paused' : 'live';
}
