import type { ReactNode } from 'react';
import { formatTime, type TimeStyle } from './format-time.ts';
import { useZone } from './zone.ts';

interface TimeTextProps {
  readonly at: number;
  readonly style?: TimeStyle;
  readonly className?: string;
}

/** A time in the chosen zone; the whole of it on hover. */
export function TimeText({ at, style = 'time', className }: TimeTextProps): ReactNode {
  const zone = useZone();
  return (
    <time
      className={className}
      dateTime={new Date(at).toISOString()}
      title={style === 'whole' ? undefined : formatTime(at, zone, 'whole')}
    >
      {formatTime(at, zone, style)}
    </time>
  );
}
