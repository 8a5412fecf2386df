import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { IconButton } from './icon-button.tsx';

interface CopyButtonProps {
  readonly text: string | (() => string);
  /** What is copied, as the button's name: "Copy the pod's name". */
  readonly label: string;
  /** With its word beside the icon, where there is room. */
  readonly hasWord?: boolean;
}

export function CopyButton({ text, label, hasWord }: CopyButtonProps): ReactNode {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return undefined;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = () => {
    void copyText(typeof text === 'string' ? text : text()).then(setDone);
  };

  const icon = isDone ? Check : Copy;
  if (!hasWord) return <IconButton icon={icon} label={isDone ? 'Copied' : label} size="small" onClick={copy} />;
  return (
    <Button kind="ghost" size="small" icon={icon} onClick={copy}>
      {isDone ? 'Copied' : label}
    </Button>
  );
}
