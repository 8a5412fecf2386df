import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './floating.css';
import './popover.css';

interface PopoverProps {
  readonly trigger: ReactNode;
  /** What it is, for who cannot see it. */
  readonly label: string;
  readonly align?: 'start' | 'end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A small form or explanation beside the button that opened it. */
export function Popover({ trigger, label, align = 'end', isOpen, onOpenChange, children }: PopoverProps): ReactNode {
  return (
    <Radix.Root
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="floating popover"
          aria-label={label}
          align={align}
          sideOffset={5}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
