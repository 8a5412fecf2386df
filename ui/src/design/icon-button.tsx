import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly icon: LucideIcon;
  /** What it does: its name, and its tooltip. */
  readonly label: string;
}

/** A button that is only an icon, for where there is no room for its word. */
export function IconButton({ label, kind = 'ghost', className, shortcut, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <Button {...rest} kind={kind} aria-label={label} className={classNames('button--icon', className)} />
    </Tooltip>
  );
}
