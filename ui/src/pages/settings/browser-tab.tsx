import { useState, type FormEvent, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useChangePassword } from '#ui/api/accounts.ts';
import { usePreferences } from '#ui/app/preferences.tsx';
import { useSession } from '#ui/app/session.tsx';
import { useShell } from '#ui/app/shell-context.ts';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { Field, Input, Switch } from '#ui/design/field.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { SegmentedControl } from '#ui/design/segmented-control.tsx';

/** What concerns only the person who looks, in this browser; and their own password. */
export function BrowserTab(): ReactNode {
  const { theme, chooseTheme } = useShell();
  const { preferences, change } = usePreferences();
  const { user, auth } = useSession();
  return (
    <>
      <Panel title="Display" foot="Kept in this browser, and nowhere else.">
        <div className="settings__choices">
          <Choice name="Theme">
            <SegmentedControl label="Theme" value={theme} options={themes} onChange={chooseTheme} />
          </Choice>
          <Choice name="Times">
            <SegmentedControl
              label="Times"
              value={preferences.zone}
              options={zones}
              onChange={(zone) => change({ zone })}
            />
          </Choice>
          <Choice name="Rows">
            <SegmentedControl
              label="Height of rows"
              value={preferences.density}
              options={densities}
              onChange={(density) => change({ density })}
            />
          </Choice>
          <Choice name="Keys of one letter">
            <Switch
              aria-label="Keys of one letter"
              checked={preferences.hasSingleKeys}
              onChange={(event) => change({ hasSingleKeys: event.target.checked })}
            />
          </Choice>
        </div>
      </Panel>
      {user && auth === 'local' && <PasswordPanel />}
    </>
  );
}

function Choice({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="settings__choice">
      <span>{name}</span>
      {children}
    </div>
  );
}

function PasswordPanel(): ReactNode {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useChangePassword();
  const toasts = useToasts();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
          toasts.show({ text: 'Password changed. Other sessions of yours have ended.' });
        },
      },
    );
  };
  return (
    <Panel title="Your password" aside="other sessions of yours end">
      <form className="settings__form" onSubmit={submit}>
        <Field label="The one you have" error={change.error ? failureText(change.error) : undefined}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label="The new one" hint="At least 12 characters.">
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={current === '' || password.length < 12 || change.isPending}>
          Change the password
        </Button>
      </form>
    </Panel>
  );
}

const themes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
] as const;
const zones = [
  { value: 'utc', label: 'UTC' },
  { value: 'local', label: 'Local' },
] as const;
const densities = [
  { value: 'compact', label: 'Compact' },
  { value: 'default', label: 'Default' },
  { value: 'roomy', label: 'Roomy' },
] as const;
