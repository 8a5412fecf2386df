import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { StateMark } from './state-mark.tsx';
import './error-panel.css';

interface ErrorPanelProps {
  /** What failed: "The histogram did not load". */
  readonly title: string;
  /** Why, in the server's words. */
  readonly message: string;
  /** What still holds. */
  readonly still?: string;
  readonly requestId?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** An error where it happened. The rest of the page works on. */
export function ErrorPanel({ title, message, still, requestId, onRetry }: ErrorPanelProps): ReactNode {
  return (
    <div className="error-panel" role="alert">
      <StateMark state="failing" size={16} />
      <div className="error-panel__text">
        <p className="strong">{title}</p>
        <p className="muted">{message}</p>
        {still !== undefined && <p className="faint">{still}</p>}
        {requestId !== undefined && (
          <p className="faint smaller">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
      {onRetry && (
        <Button icon={RotateCw} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
