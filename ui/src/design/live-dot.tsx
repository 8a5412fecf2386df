import type { ReactNode } from 'react';
import { StateMark } from './state-mark.tsx';
import './live-dot.css';

/** `live` moves; `paused` waits for the reader; `lost` has no connection. */
export type Liveness = 'live' | 'paused' | 'off' | 'lost';

export function LiveDot({ state }: { readonly state: Liveness }): ReactNode {
  if (state === 'lost') return <StateMark state="silent" />;
  if (state === 'paused') return <StateMark state="paused" size={10} />;
  return <i className={`live-dot live-dot--${state}`} aria-hidden="true" />;
}
