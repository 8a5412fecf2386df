import { Check, Copy, Minus, Plus, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { copyText } from '#ui/design/copy-text.ts';
import './value-actions.css';

interface ValueActionsProps {
  readonly name: string;
  readonly value: string;
  readonly onInclude: () => void;
  readonly onExclude: () => void;
}

/** Ask for a value, leave it out, copy it. */
export function ValueActions({ name, value, onInclude, onExclude }: ValueActionsProps): ReactNode {
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <ValueAction icon={Plus} label={`Only ${name} ${value}`} onRun={onInclude} />
      <ValueAction icon={Minus} label={`Without ${name} ${value}`} onRun={onExclude} />
      <ValueAction
        icon={isCopied ? Check : Copy}
        label={isCopied ? 'Copied' : `Copy ${name}`}
        onRun={() => void copyText(value).then(setCopied)}
      />
    </>
  );
}

function ValueAction({ icon: Icon, label, onRun }: { icon: LucideIcon; label: string; onRun: () => void }): ReactNode {
  return (
    <button type="button" className="value-action" aria-label={label} title={label} onClick={onRun}>
      <Icon className="icon" aria-hidden="true" />
    </button>
  );
}
