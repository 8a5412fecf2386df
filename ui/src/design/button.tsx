import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import './button.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** One primary button a view. */
  readonly kind?: 'primary' | 'plain' | 'ghost' | 'danger';
  readonly size?: 'normal' | 'small';
  readonly icon?: LucideIcon | undefined;
  /** Pressed or not, for what switches. */
  readonly isPressed?: boolean | undefined;
  /** The key that does the same. */
  readonly shortcut?: string | undefined;
  readonly children?: ReactNode;
}

export function Button(props: ButtonProps): ReactNode {
  const { kind = 'plain', size = 'normal', icon: Icon, isPressed, shortcut, className, children, ...rest } = props;
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      {...rest}
      className={classNames('button', `button--${kind}`, size === 'small' && 'button--small', className)}
    >
      {Icon && <Icon className="icon" aria-hidden="true" />}
      {children}
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </button>
  );
}
