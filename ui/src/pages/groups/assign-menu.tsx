import { useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { usersQuery } from '#ui/api/accounts.ts';
import { useApi } from '#ui/api/api-context.ts';
import { useSession } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuItem, MenuRule } from '#ui/design/menu.tsx';

interface AssignMenuProps {
  /** Whose it is, where that is one person's. */
  readonly assignee?: string | undefined;
  readonly onAssign: (login: string | null) => void;
}

/** Whose it is: mine, a colleague's, nobody's. */
export function AssignMenu({ assignee, onAssign }: AssignMenuProps): ReactNode {
  const { user } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ ...usersQuery(useApi()), enabled: isOpen });
  const others = data?.users.filter(({ login, isDisabled }) => login !== user?.login && !isDisabled) ?? [];
  if (!user) return null;
  return (
    <Menu
      align="start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button icon={UserRound}>{assignee ?? 'Assign'}</Button>}
    >
      <MenuItem shortcut="m" isDisabled={assignee === user.login} onSelect={() => onAssign(user.login)}>
        To me
      </MenuItem>
      {others.map(({ login, name }) => (
        <MenuItem key={login} isDisabled={assignee === login} onSelect={() => onAssign(login)}>
          {name || login}
        </MenuItem>
      ))}
      <MenuRule />
      <MenuItem onSelect={() => onAssign(null)}>To nobody</MenuItem>
    </Menu>
  );
}
