import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useMakeToken } from '#ui/api/accounts.ts';
import type { ApiToken, Role } from '#ui/api/contract.ts';
import { Button } from '#ui/design/button.tsx';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { Dialog } from '#ui/design/dialog.tsx';
import { Field, Input } from '#ui/design/field.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';
import { Select } from '#ui/design/select.tsx';
import { roleOptions } from './role-options.ts';

const scopes = [
  { value: 'api', label: 'Ask the API' },
  { value: 'ingest', label: 'Post alerts' },
] as const;

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Until it is revoked' },
] as const;

type Lifetime = (typeof lifetimes)[number]['value'];

/** Asks what for, and then shows the token, this once. */
export function MakeTokenDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<ApiToken['scope']>('api');
  const [role, setRole] = useState<Role>('viewer');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const make = useMakeToken();
  if (make.data) return <MadeToken token={make.data.token} name={make.data.info.name} onClose={onClose} />;

  const wish = { name: name.trim(), scope, role, ...(lifetime !== 'never' && { expiresInDays: Number(lifetime) }) };
  return (
    <Dialog
      title="Make a token"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={wish.name === '' || make.isPending} onClick={() => make.mutate(wish)}>
            Make it
          </Button>
        </>
      }
    >
      {make.error && <Notice tone="fail">{failureText(make.error)}</Notice>}
      <Field label="Name" hint="Who or what uses it.">
        {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <SegmentedControl label="What it may do" value={scope} options={scopes} onChange={setScope} />
      {scope === 'api' && (
        <Field label="Role">
          {(control) => <Select {...control} value={role} options={roleOptions} onChange={setRole} />}
        </Field>
      )}
      <Field label="Valid">
        {(control) => <Select {...control} value={lifetime} options={lifetimes} onChange={setLifetime} />}
      </Field>
    </Dialog>
  );
}

function MadeToken({
  token,
  name,
  onClose,
}: {
  readonly token: string;
  readonly name: string;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog
      title={`The token “${name}”`}
      description="Copy it now: it is kept only in a form that cannot be read, and is not shown again."
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <CodeBlock title="as a header" code={`Authorization: Bearer ${token}`} />
    </Dialog>
  );
}
