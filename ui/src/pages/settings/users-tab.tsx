import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { useChangeUser, usersQuery } from '#ui/api/accounts.ts';
import type { User } from '#ui/api/contract.ts';
import { useSession } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Menu, MenuItem } from '#ui/design/menu.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Select } from '#ui/design/select.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { roleOptions } from './role-options.ts';
import { AddUserDialog, PasswordDialog, RemoveUserDialog } from './user-dialogs.tsx';

type Asking = { readonly what: 'add' } | { readonly what: 'password' | 'remove'; readonly login: string };

export function UsersTab(): ReactNode {
  const { data, error, refetch } = useQuery(usersQuery(useApi()));
  const [asking, setAsking] = useState<Asking>();
  const change = useChangeUser();
  const close = () => setAsking(undefined);
  return (
    <Panel
      title="Users"
      aside="viewer looks, responder decides and sends again, admin changes who may"
      tools={
        <Button size="small" kind="primary" icon={Plus} onClick={() => setAsking({ what: 'add' })}>
          Add a user
        </Button>
      }
    >
      {(error ?? change.error) && (
        <ErrorPanel
          title={error ? 'The users did not load' : 'The user was not changed'}
          message={failureText(error ?? change.error)}
          onRetry={error ? () => void refetch() : undefined}
        />
      )}
      {!data && !error && <Skeleton rows={3} />}
      {data && (
        <div className="settings__scroll">
          <table className="settings__table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Added</th>
                <th scope="col">Last seen</th>
                <th scope="col">
                  <span className="only-read-out">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.users.map((user) => (
                <UserRow
                  key={user.login}
                  user={user}
                  onChange={(changed) => change.mutate({ login: user.login, change: changed })}
                  onAsk={(what) => setAsking({ what, login: user.login })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking?.what === 'add' && <AddUserDialog onClose={close} />}
      {asking?.what === 'password' && <PasswordDialog login={asking.login} onClose={close} />}
      {asking?.what === 'remove' && <RemoveUserDialog login={asking.login} onClose={close} />}
    </Panel>
  );
}

interface UserRowProps {
  readonly user: User;
  readonly onChange: (change: { role?: User['role']; isDisabled?: boolean }) => void;
  readonly onAsk: (what: 'password' | 'remove') => void;
}

function UserRow({ user, onChange, onAsk }: UserRowProps): ReactNode {
  const { user: self } = useSession();
  const isSelf = user.login === self?.login;
  const isChangeable = !user.isFixed && !isSelf;
  return (
    <tr>
      <td>
        <span className="strong">{user.login}</span>{' '}
        {user.name !== user.login && <span className="muted">{user.name}</span>}
        {isSelf && <span className="faint"> you</span>}
        {user.isDisabled && <span className="settings__disabled"> may not sign in</span>}
      </td>
      <td>
        <Select
          label={`Role of ${user.login}`}
          value={user.role}
          options={roleOptions}
          isDisabled={!isChangeable}
          onChange={(role) => onChange({ role })}
        />
      </td>
      <td className="muted no-wrap">
        {user.isFixed ? 'in the configuration' : <TimeText at={user.createdAtMs} style="day" />}
      </td>
      <td className="muted no-wrap">
        {user.lastSeenMs === undefined ? 'never' : <TimeText at={user.lastSeenMs} style="day-and-time" />}
      </td>
      <td className="settings__actions">
        {isChangeable && (
          <Menu trigger={<Button size="small">Change</Button>}>
            <MenuItem onSelect={() => onAsk('password')}>Set a password…</MenuItem>
            <MenuItem onSelect={() => onChange({ isDisabled: !user.isDisabled })}>
              {user.isDisabled ? 'Let in again' : 'Lock out'}
            </MenuItem>
            <MenuItem onSelect={() => onAsk('remove')}>Remove…</MenuItem>
          </Menu>
        )}
      </td>
    </tr>
  );
}
