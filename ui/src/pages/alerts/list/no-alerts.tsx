import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { clausesOf, queryOf } from '#query/edit-query.ts';
import { printQuery } from '#query/print-query.ts';
import { facetsQuery } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import { navigationQuery } from '#ui/api/navigation.ts';
import { lengthName, offeredLengths, lengthMs } from '#ui/app/time-range.ts';
import { useRangeName, useTimeRange } from '#ui/app/use-time-range.tsx';
import { Button } from '#ui/design/button.tsx';
import { formatCount } from '#ui/design/count.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { useQueryEdit } from '../use-query-edit.ts';

/** Why there is nothing, and the nearest way to something. */
export function NoAlerts(): ReactNode {
  const { data: figures } = useQuery(navigationQuery(useApi()));
  const { error, query, set } = useQueryEdit();
  const { range } = useTimeRange();
  const name = useRangeName();
  const when =
    range.kind === 'relative' ? `in the ${name.toLowerCase()}` : name.replace(/^(.*) – (.*)$/, 'from $1 to $2');
  if (figures?.alerts === 0) return <NoneYet />;
  if (error) {
    return (
      <EmptyState title="The query cannot be read" actions={<Button onClick={() => set('')}>Clear query</Button>}>
        {error.message}
      </EmptyState>
    );
  }
  const clauses = clausesOf(query);
  return (
    <EmptyState
      icon={SearchX}
      title={`No alert matches ${when}`}
      actions={
        <>
          {clauses.map((clause, index) => (
            <Button key={printQuery(clause)} onClick={() => set(printQuery(queryOf(clauses.toSpliced(index, 1))))}>
              Without <code>{printQuery(clause)}</code>
            </Button>
          ))}
          <Longer />
        </>
      }
    >
      {clauses.length > 1 && 'All conditions must hold. Take one away, or look further back.'}
    </EmptyState>
  );
}

/** The next longer time that has some. */
function Longer(): ReactNode {
  const { range, span, choose } = useTimeRange();
  const { text } = useQueryEdit();
  const length = offeredLengths.find((offered) => (lengthMs(offered) ?? 0) > 6 * (span.untilMs - span.fromMs)) ?? '90d';
  const selection = { query: text, fromMs: span.untilMs - (lengthMs(length) ?? 0), untilMs: span.untilMs };
  const { data } = useQuery(facetsQuery(useApi(), selection, { by: 'priority' }));
  if (!data || data.total === 0 || (range.kind === 'relative' && range.length === length)) return null;
  return (
    <Button onClick={() => choose({ kind: 'relative', length })}>
      {lengthName(length)} <span className="faint">{formatCount(data.total)}</span>
    </Button>
  );
}

function NoneYet(): ReactNode {
  return (
    <EmptyState
      title="No alert has arrived yet"
      actions={
        <Link to="/first-run" className="link">
          How to point Falco here
        </Link>
      }
    >
      Tiercel is ready. Alerts appear here within a second of their arrival.
    </EmptyState>
  );
}
