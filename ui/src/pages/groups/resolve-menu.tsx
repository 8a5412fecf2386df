import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Resolution } from '#ui/api/contract.ts';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuHead, MenuItem } from '#ui/design/menu.tsx';
import { resolutions } from './group-words.ts';

interface ResolveMenuProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onResolve: (resolution: Resolution) => void;
}

/** Resolved, and as what: without a reason a later reader learns nothing. */
export function ResolveMenu({ isOpen, onOpenChange, onResolve }: ResolveMenuProps): ReactNode {
  return (
    <Menu
      align="start"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <Button icon={Check} shortcut="r">
          Resolve as… <ChevronDown className="icon icon--small" aria-hidden="true" />
        </Button>
      }
    >
      <MenuHead>Resolve as</MenuHead>
      {resolutions.map(({ resolution, name, note }) => (
        <MenuItem key={resolution} aside={note} onSelect={() => onResolve(resolution)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
