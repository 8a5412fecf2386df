import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { sessionQuery } from '#ui/api/session.ts';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { SessionContext } from './session.tsx';
import { Shell } from './shell.tsx';

/** Lets in who is signed in; others go to the login, and from there back to where they wanted. */
export function Gate(): ReactNode {
  const { data: session, error, refetch } = useQuery(sessionQuery(useApi()));
  if (error && !session) {
    return (
      <ErrorPanel
        title="The console did not load"
        message={failureText(error)}
        requestId={requestIdOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!session) return null;
  if (!session.user && session.auth !== 'none') {
    return <ToLogin />;
  }
  return (
    <SessionContext value={session}>
      <Shell />
    </SessionContext>
  );
}

function ToLogin(): ReactNode {
  const router = useRouter();
  const navigate = useNavigate();
  useEffect(() => {
    const { href, pathname } = router.latestLocation;
    if (pathname === '/login') return;
    void navigate({ to: '/login', search: href === '/' ? {} : { back: href }, replace: true });
  }, [router, navigate]);
  return null;
}
