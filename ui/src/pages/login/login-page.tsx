import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiFailure, failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { login, sessionQuery } from '#ui/api/session.ts';
import { Button } from '#ui/design/button.tsx';
import { Field, Input } from '#ui/design/field.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { backLabel, safeBack } from './back.ts';
import { Entrance } from './entrance.tsx';
import { useWait } from './use-wait.ts';

export function LoginPage(): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const back = safeBack(useSearch({ from: '/login' }).back);
  const { data: session } = useQuery(sessionQuery(api));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [waitSeconds, wait] = useWait();
  const signIn = useMutation({
    mutationFn: () => login(api, { login: name, password }),
    onSuccess: async () => {
      queries.clear();
      await navigate({ href: back, replace: true });
    },
    onError: (error) => {
      setPassword('');
      if (error instanceof ApiFailure && error.retryAfterMs !== undefined) wait(error.retryAfterMs);
    },
  });
  const isIn = session !== undefined && (session.user !== undefined || session.auth === 'none');
  useEffect(() => {
    if (isIn) void navigate({ href: back, replace: true });
  }, [isIn, back, navigate]);
  if (isIn) return null;

  const isReady = name !== '' && password !== '' && waitSeconds === 0 && !signIn.isPending;
  const where = backLabel(back);
  return (
    <Entrance
      title="Sign in"
      lead={where && <>You will return to {where}.</>}
      version={session?.version}
      note={
        session?.isFirstStart &&
        'First start? There is no default password. Open the one-time link that Tiercel printed in its log.'
      }
      onSubmit={() => isReady && signIn.mutate()}
    >
      {signIn.error && (
        <Notice tone="fail">
          {failureText(signIn.error)} {waitSeconds > 0 && <>Wait {waitSeconds} s.</>}
        </Notice>
      )}
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button kind="primary" type="submit" shortcut="↵" aria-disabled={!isReady}>
        {signIn.isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </Entrance>
  );
}
