import { getRouteApi, Link } from '@tanstack/react-router';
import { BookText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTimeRange } from '#ui/app/use-time-range.tsx';
import { Button } from '#ui/design/button.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';

const route = getRouteApi('/shell/rules');

/** Why no rule is listed, and the way to those there are. */
export function NoRules(): ReactNode {
  const { contains } = route.useSearch();
  const navigate = route.useNavigate();
  const { choose } = useTimeRange();
  if (contains !== undefined) {
    const clear = () => void navigate({ search: (before) => ({ ...before, contains: undefined }) });
    return (
      <EmptyState
        icon={BookText}
        title={`No rule has “${contains}”`}
        actions={<Button onClick={clear}>Show all rules</Button>}
      >
        Looked for in the name, the description, the source and the tags.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={BookText}
      title="No rule was seen in this time"
      actions={
        <>
          <Button onClick={() => choose({ kind: 'relative', length: '30d' })}>Look at 30 days</Button>
          <Link className="button button--plain" to="/first-run">
            First steps
          </Link>
        </>
      }
    >
      A rule is listed from its first alert on, with what rule files here say of it.
    </EmptyState>
  );
}
