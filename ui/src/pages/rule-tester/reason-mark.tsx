import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';

/** A tick or a cross, with its word for who cannot see it. */
export function ReasonMark({ holds }: { readonly holds: boolean }): ReactNode {
  const Icon = holds ? Check : X;
  return (
    <span className={holds ? 'reason-mark reason-mark--true' : 'reason-mark'}>
      <Icon className="icon icon--small" aria-hidden="true" />
      <span className="only-read-out">{holds ? 'true: ' : 'false: '}</span>
    </span>
  );
}
