import type { ReactNode } from 'react';
import type { DeadLetterSelection } from '#ui/api/dead-letters.ts';
import { Button } from '#ui/design/button.tsx';
import { countOf } from '#ui/design/count.tsx';
import { Dialog } from '#ui/design/dialog.tsx';

/** What to drop, while it is asked. */
export interface Dropping {
  readonly selection: DeadLetterSelection;
  readonly count: number;
  /** Of one output, or of several. */
  readonly output: string | undefined;
}

interface DropDialogProps {
  readonly dropping: Dropping;
  readonly onCancel: () => void;
  readonly onDrop: (dropping: Dropping) => void;
}

/** Asks, since nothing brings a dropped one back. */
export function DropDialog({ dropping, onCancel, onDrop }: DropDialogProps): ReactNode {
  const { count, output } = dropping;
  const what = countOf(count, 'dead letter');
  const them = count === 1 ? 'it' : 'them';
  const alerts = count === 1 ? 'The alert stays' : 'The alerts stay';
  return (
    <Dialog
      title={`Drop ${what}?`}
      description={`${alerts} in the journal; ${output ?? 'the outputs'} will not hear of ${them}. This cannot be undone.`}
      isOpen
      onClose={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>Keep {them}</Button>
          <Button kind="danger" onClick={() => onDrop(dropping)}>
            Drop {what}
          </Button>
        </>
      }
    />
  );
}
