import type { ReactNode } from 'react';
import './state-mark.css';

/** How a piece of machinery does: an output, a sender, the console's own connection. */
export type MachineState = 'healthy' | 'slow' | 'failing' | 'paused' | 'silent';

/** A state as a shape of its own: tick, half disc, triangle, two bars, struck ring. */
export function StateMark({ state, size = 12 }: { readonly state: MachineState; readonly size?: number }): ReactNode {
  return (
    <svg
      className={`state-mark state-mark--${state}`}
      viewBox="0 0 12 12"
      width={size}
      height={size}
      aria-hidden="true"
    >
      {shapes[state]}
    </svg>
  );
}

interface StateLabelProps {
  readonly state: MachineState;
  readonly children: ReactNode;
}

/** The mark with words beside it, in the state's ink. Healthy is grey: it needs nobody. */
export function StateLabel({ state, children }: StateLabelProps): ReactNode {
  return (
    <span className={`state-label state-label--${state}`}>
      <StateMark state={state} />
      <span>{children}</span>
    </span>
  );
}

const shapes: Readonly<Record<MachineState, ReactNode>> = {
  healthy: (
    <>
      <circle className="state-mark__body" cx="6" cy="6" r="5" />
      <path className="state-mark__cut" d="m3.6 6.2 1.7 1.7 3.1-3.6" strokeWidth="1.5" />
    </>
  ),
  slow: (
    <>
      <circle className="state-mark__line" cx="6" cy="6" r="4.4" />
      <path className="state-mark__body" d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" />
    </>
  ),
  failing: (
    <>
      <path className="state-mark__body" d="M6 .9 11.6 10.9H.4z" stroke="currentColor" strokeLinejoin="round" />
      <path className="state-mark__cut" d="M6 4.4v3M6 9.1v.2" strokeWidth="1.4" />
    </>
  ),
  paused: <path className="state-mark__line" d="M3.6 2v8M8.4 2v8" strokeWidth="2" />,
  silent: (
    <>
      <circle className="state-mark__line" cx="6" cy="6" r="4.5" strokeDasharray="2.2 1.5" />
      <path className="state-mark__line" d="M3.2 8.8 8.8 3.2" />
    </>
  ),
};
