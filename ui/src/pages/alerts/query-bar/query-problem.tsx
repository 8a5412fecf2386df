import type { ReactNode } from 'react';
import type { Span } from '#query/query.ts';
import { StateMark } from '#ui/design/state-mark.tsx';

interface QueryProblemProps {
  readonly id: string;
  readonly problem: {
    readonly message: string;
    readonly position?: Span | undefined;
    readonly suggestion?: string | undefined;
  };
  readonly onTake: (start: number, end: number, by: string) => void;
}

/** What is wrong with the query, where, and what may have been meant. The last result stays. */
export function QueryProblem({ id, problem, onTake }: QueryProblemProps): ReactNode {
  const { message, position, suggestion } = problem;
  return (
    <p id={id} className="query-bar__problem" role="alert">
      <StateMark state="failing" />
      <span>
        {position && `Character ${position.start + 1}: `}
        {message}{' '}
        {suggestion !== undefined && position && (
          <>
            Did you mean{' '}
            <button type="button" className="link" onClick={() => onTake(position.start, position.end, suggestion)}>
              {suggestion}
            </button>
            ?{' '}
          </>
        )}
        <span className="faint">The list still shows the last query.</span>
      </span>
    </p>
  );
}
