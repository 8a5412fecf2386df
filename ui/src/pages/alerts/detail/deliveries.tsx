import type { ReactNode } from 'react';
import type { Entry, Fate } from '#ui/api/contract.ts';
import { formatDuration } from '#ui/design/format-time.ts';
import type { MachineState } from '#ui/design/state-mark.tsx';
import { StateLabel } from '#ui/design/state-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { kindOf } from './fate-text.ts';
import { SendAgainButton } from './send-again-button.tsx';
import './deliveries.css';

interface DeliveriesProps {
  readonly entry: Entry;
  readonly fates: readonly Fate[];
  /** With the other side's answers in full. */
  readonly isWhole?: boolean;
}

/** Every output, and what it has of the alert. */
export function Deliveries({ entry, fates, isWhole = false }: DeliveriesProps): ReactNode {
  return (
    <ul className="deliveries">
      {fates.map((fate) => (
        <li key={fate.output} className="deliveries__row">
          <span className="strong cut" title={fate.output}>
            {fate.output}
          </span>
          <div className="deliveries__what">
            <StateLabel state={markOf(fate)}>
              <What fate={fate} />
            </StateLabel>
            <How fate={fate} />
            {isWhole && <Answer fate={fate} />}
          </div>
          <SendAgainButton entry={entry} fate={fate} isAlways={isWhole} />
        </li>
      ))}
    </ul>
  );
}

const marks = { delivered: 'healthy', owed: 'slow', dead: 'failing', suppressed: 'paused' } as const;

function markOf(fate: Fate): MachineState {
  return marks[kindOf(fate)];
}

function What({ fate }: { readonly fate: Fate }): ReactNode {
  switch (fate.fate) {
    case 'delivered':
      return (
        <>
          Delivered <TimeText at={fate.atMs} />
        </>
      );
    case 'suppressed':
      return 'Kept, not sent';
    case 'dead':
      return (
        <>
          Dead letter at <TimeText at={fate.atMs} style="milliseconds" />
        </>
      );
    case 'retrying':
      return `Owed, ${fate.attempts} ${fate.attempts === 1 ? 'attempt' : 'attempts'} so far`;
    case 'waiting':
      return 'Owed, not tried yet';
  }
}

function How({ fate }: { readonly fate: Fate }): ReactNode {
  switch (fate.fate) {
    case 'delivered':
      return (
        <small>
          Attempt {fate.attempts} · <Status status={fate.status} /> {formatDuration(fate.latencyMs)}
        </small>
      );
    case 'suppressed':
      return <small>{fate.reason}</small>;
    case 'dead':
      return (
        <>
          <small>
            Attempt {fate.attempts} · <Status status={fate.status} /> {fate.reason}
          </small>
          <small>It is not tried again by itself: the other side refused it for good.</small>
        </>
      );
    case 'retrying':
      return (
        <small>
          {fate.reason} · next try in {formatDuration(Math.max(0, fate.nextAttemptAtMs - Date.now()))}
        </small>
      );
    case 'waiting':
      return null;
  }
}

function Status({ status }: { readonly status: number | undefined }): ReactNode {
  return (
    status !== undefined && (
      <>
        <code>{status}</code> ·
      </>
    )
  );
}

function Answer({ fate }: { readonly fate: Fate }): ReactNode {
  const answer = 'answer' in fate ? fate.answer : undefined;
  if (answer === undefined || answer === '') return null;
  return (
    <pre className="deliveries__answer" tabIndex={0} aria-label={`Answer of ${fate.output}`}>
      {answer}
    </pre>
  );
}
