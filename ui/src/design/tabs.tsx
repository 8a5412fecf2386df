import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import './tabs.css';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** Beside the label: a count, or what is wrong. */
  readonly aside?: ReactNode;
  readonly isTroubled?: boolean;
}

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly open: Name;
  readonly onOpen: (name: Name) => void;
  /** The panel of the open tab. */
  readonly children: ReactNode;
}

/** Views of one thing. Only the open one is made. */
export function Tabs<Name extends string>({ label, tabs, open, onOpen, children }: TabsProps<Name>): ReactNode {
  const choose = (chosen: string) => {
    const tab = tabs.find(({ name }) => name === chosen);
    if (tab) onOpen(tab.name);
  };
  return (
    <Radix.Root className="tabs" value={open} onValueChange={choose} activationMode="manual">
      <Radix.List className="tabs__list" aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.name} className="tabs__tab" value={tab.name}>
            {tab.label}
            {tab.aside !== undefined && (
              <span className={tab.isTroubled ? 'tabs__aside tabs__aside--trouble' : 'tabs__aside'}>{tab.aside}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.name} className="tabs__panel" value={tab.name}>
          {tab.name === open && children}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
