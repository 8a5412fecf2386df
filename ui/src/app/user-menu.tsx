import { EllipsisVertical, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '#ui/design/avatar.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Menu, MenuCheck, MenuChoice, MenuHead, MenuItem, MenuRule } from '#ui/design/menu.tsx';
import { usePreferences } from './preferences.tsx';
import { useSession, useSignOut } from './session.tsx';
import { useShell } from './shell-context.ts';

const roleNames = { viewer: 'Viewer', responder: 'Responder', admin: 'Admin' } as const;

/** Who is signed in, and what concerns only this person. */
export function UserMenu(): ReactNode {
  const { user, auth } = useSession();
  const signOut = useSignOut();
  const { theme, chooseTheme, openKeys } = useShell();
  const { preferences, change } = usePreferences();
  const name = user?.name || user?.login || 'Everybody';
  return (
    <div className="user-menu">
      <Avatar name={name} />
      <div className="user-menu__name">
        <div className="cut">{name}</div>
        <small>{user ? roleNames[user.role] : 'No login needed'}</small>
      </div>
      <Menu trigger={<IconButton icon={EllipsisVertical} label="Account and theme" size="small" />}>
        <MenuHead>Theme</MenuHead>
        <MenuChoice
          value={theme}
          onChange={chooseTheme}
          options={[
            { value: 'light', label: <Choice icon={Sun} name="Light" /> },
            { value: 'dark', label: <Choice icon={Moon} name="Dark" /> },
            { value: 'system', label: <Choice icon={Monitor} name="As the system" /> },
          ]}
        />
        <MenuRule />
        <MenuHead>Keyboard</MenuHead>
        <MenuCheck isChecked={preferences.hasSingleKeys} onChange={(hasSingleKeys) => change({ hasSingleKeys })}>
          Keys of one letter
        </MenuCheck>
        <MenuItem icon={Keyboard} shortcut="?" onSelect={openKeys}>
          All keys
        </MenuItem>
        {auth === 'local' && user && (
          <>
            <MenuRule />
            <MenuItem icon={LogOut} onSelect={signOut}>
              Sign out
            </MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}

function Choice({ icon: Icon, name }: { readonly icon: typeof Sun; readonly name: string }): ReactNode {
  return (
    <span className="row">
      <Icon className="icon icon--small" aria-hidden="true" />
      {name}
    </span>
  );
}
