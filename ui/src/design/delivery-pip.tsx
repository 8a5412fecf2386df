import type { ReactNode } from 'react';
import './delivery-pip.css';

/** What became of an alert at one output. */
export type PipState = 'delivered' | 'owed' | 'dead' | 'suppressed';

/** Square, half-filled, cross or dash. */
export function DeliveryPip({ state }: { readonly state: PipState }): ReactNode {
  return (
    <svg className={`delivery-pip delivery-pip--${state}`} viewBox="0 0 9 9" width="9" height="9" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

interface DeliveryPipsProps {
  /** One for each output, in the order of the outputs page. */
  readonly pips: readonly { readonly output: string; readonly state: PipState }[];
}

/** An alert's outputs as a row of pips, with a sentence for who cannot see them. */
export function DeliveryPips({ pips }: DeliveryPipsProps): ReactNode {
  return (
    <span className="delivery-pips" role="img" aria-label={summary(pips)} title={explanation(pips)}>
      {pips.map(({ output, state }) => (
        <DeliveryPip key={output} state={state} />
      ))}
    </span>
  );
}

const words: Readonly<Record<PipState, string>> = {
  delivered: 'delivered',
  owed: 'owed',
  dead: 'dead',
  suppressed: 'suppressed',
};

function summary(pips: DeliveryPipsProps['pips']): string {
  const counts = Map.groupBy(pips, ({ state }) => state);
  const parts = [...counts].map(([state, of]) => `${of.length} ${words[state]}`);
  return parts.join(', ') || 'No output';
}

function explanation(pips: DeliveryPipsProps['pips']): string {
  return pips.map(({ output, state }) => `${output}: ${words[state]}`).join('\n');
}

const shapes: Readonly<Record<PipState, ReactNode>> = {
  delivered: <rect x=".5" y=".5" width="8" height="8" rx="1.6" fill="currentColor" />,
  owed: (
    <>
      <rect x="1.1" y="1.1" width="6.8" height="6.8" rx="1.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M1.2 4.5h6.6v2a1.3 1.3 0 0 1-1.3 1.3H2.5A1.3 1.3 0 0 1 1.2 6.5z" fill="currentColor" />
    </>
  ),
  dead: <path d="m1.2 1.2 6.6 6.6M7.8 1.2 1.2 7.8" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />,
  suppressed: <path d="M1.4 4.5h6.2" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />,
};
