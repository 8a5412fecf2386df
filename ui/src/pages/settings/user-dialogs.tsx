import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useAddUser, useChangeUser, useRemoveUser } from '#ui/api/accounts.ts';
import type { Role } from '#ui/api/contract.ts';
import { Button } from '#ui/design/button.tsx';
import { Dialog } from '#ui/design/dialog.tsx';
import { Field, Input } from '#ui/design/field.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Select } from '#ui/design/select.tsx';
import { roleOptions } from './role-options.ts';

const shortestPassword = 12;

interface AboutUser {
  readonly login: string;
  readonly onClose: () => void;
}

export function AddUserDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('responder');
  const [password, setPassword] = useState('');
  const add = useAddUser();
  const isReady = login.trim() !== '' && password.length >= shortestPassword && !add.isPending;
  return (
    <Dialog
      title="Add a user"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={!isReady}
            onClick={() => add.mutate({ login: login.trim(), name, role, password }, { onSuccess: onClose })}
          >
            Add
          </Button>
        </>
      }
    >
      {add.error && <Notice tone="fail">{failureText(add.error)}</Notice>}
      <Field label="Login">
        {(control) => (
          <Input
            {...control}
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field label="Name" aside="optional">
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="Role">
        {(control) => <Select {...control} value={role} options={roleOptions} onChange={setRole} />}
      </Field>
      <PasswordField value={password} onChange={setPassword} />
    </Dialog>
  );
}

export function PasswordDialog({ login, onClose }: AboutUser): ReactNode {
  const [password, setPassword] = useState('');
  const change = useChangeUser();
  return (
    <Dialog
      title={`Set a password for ${login}`}
      description="All sessions of this user end."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            disabled={password.length < shortestPassword || change.isPending}
            onClick={() => change.mutate({ login, change: { password } }, { onSuccess: onClose })}
          >
            Set it
          </Button>
        </>
      }
    >
      {change.error && <Notice tone="fail">{failureText(change.error)}</Notice>}
      <PasswordField value={password} onChange={setPassword} />
    </Dialog>
  );
}

export function RemoveUserDialog({ login, onClose }: AboutUser): ReactNode {
  const remove = useRemoveUser();
  return (
    <Dialog
      title={`Remove ${login}?`}
      description="Sessions and tokens of this user end. What the user did stays in the audit trail and in the history of groups."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button
            kind="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate(login, { onSuccess: onClose })}
          >
            Remove {login}
          </Button>
        </>
      }
    >
      {remove.error && <Notice tone="fail">{failureText(remove.error)}</Notice>}
    </Dialog>
  );
}

function PasswordField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <Field label="Password" hint={`At least ${shortestPassword} characters. Tell the user another way than by mail.`}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
