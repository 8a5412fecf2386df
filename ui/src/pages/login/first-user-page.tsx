import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { makeFirstUser, sessionQuery } from '#ui/api/session.ts';
import { Button } from '#ui/design/button.tsx';
import { Field, Input } from '#ui/design/field.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Entrance } from './entrance.tsx';

const shortestPassword = 12;

/** Behind the link that is printed at the first start. Its secret is in the fragment, which no proxy sees. */
export function FirstUserPage(): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery(api));
  const [secret] = useState(() => location.hash.slice(1));
  const [login, setLogin] = useState('admin');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const make = useMutation({
    mutationFn: () => makeFirstUser(api, { secret, login: login.trim(), password }),
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: '/', replace: true });
    },
  });
  const isOver = session !== undefined && !session.isFirstStart;
  const isShort = password !== '' && password.length < shortestPassword;
  const differs = again !== '' && again !== password;
  const isReady = login.trim() !== '' && password.length >= shortestPassword && again === password && !make.isPending;

  if (isOver || secret === '') {
    return (
      <Entrance
        title={isOver ? 'There are users already' : 'The link is not whole'}
        version={session?.version}
        onSubmit={() => {}}
      >
        <p>
          {isOver
            ? 'The first user was made, and the link does nothing any more. Somebody with the role admin can add you under Settings, Users.'
            : 'Copy the whole link from the log of Tiercel, with the part after #.'}
        </p>
        {isOver && <Link to="/login">Sign in</Link>}
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Make the first user"
      lead="It gets the role admin, and can add the others."
      version={session?.version}
      onSubmit={() => isReady && make.mutate()}
    >
      {make.error && <Notice tone="fail">{failureText(make.error)}</Notice>}
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Password"
        hint={`At least ${shortestPassword} characters. Some words are easier to remember than signs.`}
        error={isShort ? `${shortestPassword - password.length} more to go.` : undefined}
      >
        {(control) => (
          <Input
            {...control}
            autoFocus
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password, again" error={differs ? 'The two are not the same.' : undefined}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        )}
      </Field>
      <Button kind="primary" type="submit" aria-disabled={!isReady}>
        Make the user and sign in
      </Button>
    </Entrance>
  );
}
