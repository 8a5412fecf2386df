import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import './toast.css';

interface ToastProps {
  /** What was done: "2 groups resolved as expected behaviour". */
  readonly text: string;
  readonly onUndo?: (() => void) | undefined;
  readonly onClose: () => void;
}

/** Says what was done, and takes it back. Not for errors: those stand where they happened. */
export function Toast({ text, onUndo, onClose }: ToastProps): ReactNode {
  return (
    <div className="toast">
      <span className="cut">{text}</span>
      {onUndo && (
        <button type="button" className="toast__undo" onClick={onUndo}>
          Undo
        </button>
      )}
      <button type="button" className="toast__close" aria-label="Close" onClick={onClose}>
        <X className="icon icon--small" aria-hidden="true" />
      </button>
    </div>
  );
}
