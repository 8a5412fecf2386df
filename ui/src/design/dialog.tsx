import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import './floating.css';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  /** What follows from what can be done here. */
  readonly description?: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly width?: 'narrow' | 'wide';
  /** Buttons, the one that does it last. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Something that must be answered before going on. Not for reading, and not where an undo would do. */
export function Dialog(props: DialogProps): ReactNode {
  const { title, description, isOpen, onClose, width = 'narrow', actions, children } = props;
  return (
    <Radix.Root open={isOpen} onOpenChange={(isNowOpen) => !isNowOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim dialog__scrim">
          <Radix.Content
            className={classNames('floating dialog', `dialog--${width}`)}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          >
            <Radix.Title className="dialog__title">{title}</Radix.Title>
            <div className="dialog__body">
              {description !== undefined && (
                <Radix.Description asChild>
                  <div className="muted">{description}</div>
                </Radix.Description>
              )}
              {children}
            </div>
            {actions !== undefined && <footer className="dialog__actions">{actions}</footer>}
            <Radix.Close asChild>
              <Button kind="ghost" size="small" className="button--icon dialog__close" icon={X} aria-label="Close" />
            </Radix.Close>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
