import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import './floating.css';
import './menu.css';

interface MenuProps {
  /** The button that opens it; it must pass its props on to a button element. */
  readonly trigger: ReactNode;
  readonly align?: 'start' | 'end';
  /** Where a key opens it, too. */
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A list of things to do, opened by a button. */
export function Menu({ trigger, align = 'end', isOpen, onOpenChange, children }: MenuProps): ReactNode {
  return (
    <DropdownMenu.Root
      modal={false}
      {...(isOpen === undefined ? {} : { open: isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="floating menu" align={align} sideOffset={5} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  /** In grey at the right: a count, a state. */
  readonly aside?: ReactNode;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon: Icon, shortcut, aside, isDisabled, isDanger, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={isDanger ? 'menu__item menu__item--danger' : 'menu__item'}
      disabled={isDisabled ?? false}
      onSelect={onSelect}
    >
      {Icon && <Icon className="icon" aria-hidden="true" />}
      <span className="menu__text">{children}</span>
      {aside !== undefined && <span className="menu__aside">{aside}</span>}
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </DropdownMenu.Item>
  );
}

interface MenuCheckProps {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly children: ReactNode;
}

/** Something to switch on and off; the menu stays open. */
export function MenuCheck({ isChecked, onChange, children }: MenuCheckProps): ReactNode {
  return (
    <DropdownMenu.CheckboxItem
      className="menu__item"
      checked={isChecked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <Tick isOn={isChecked} />
      <span className="menu__text">{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly onChange: (value: Value) => void;
}

/** One of several. */
export function MenuChoice<Value extends string>({ value, options, onChange }: MenuChoiceProps<Value>): ReactNode {
  return options.map((option) => (
    <DropdownMenu.CheckboxItem
      key={option.value}
      className="menu__item"
      role="menuitemradio"
      checked={option.value === value}
      onSelect={() => onChange(option.value)}
    >
      <Tick isOn={option.value === value} />
      <span className="menu__text">{option.label}</span>
    </DropdownMenu.CheckboxItem>
  ));
}

export function MenuHead({ children }: { readonly children: ReactNode }): ReactNode {
  return <DropdownMenu.Label className="menu__head">{children}</DropdownMenu.Label>;
}

export function MenuRule(): ReactNode {
  return <DropdownMenu.Separator className="menu__rule" />;
}

function Tick({ isOn }: { readonly isOn: boolean }): ReactNode {
  return (
    <span className="menu__tick" aria-hidden="true">
      {isOn && <Check className="icon icon--small" />}
    </span>
  );
}
