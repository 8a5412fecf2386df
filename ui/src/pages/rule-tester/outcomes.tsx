import type { UseQueryResult } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import type { RuleTest } from '#ui/api/contract.ts';
import { classNames } from '#ui/design/class-names.ts';
import { Chip } from '#ui/design/chip.tsx';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { countOf } from '#ui/design/count.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { Notice } from '#ui/design/notice.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { Explanation } from './explanation.tsx';
import { ReasonMark } from './reason-mark.tsx';

type Outcome = RuleTest['outcomes'][number];

interface OutcomesProps {
  readonly trial: UseQueryResult<RuleTest>;
  readonly isAsked: boolean;
  readonly open: string | undefined;
  readonly onOpen: (rule: string | undefined) => void;
}

/** The rules for the event's source: those that fire first, and why each does or does not. */
export function Outcomes({ trial, isAsked, open, onOpen }: OutcomesProps): ReactNode {
  const { data, error } = trial;
  const fired = data?.outcomes.filter(({ outcome }) => outcome === 'alert').length ?? 0;
  return (
    <Panel
      title="What becomes of it"
      aside={
        data && !error && `${countOf(fired, 'alert')}, by ${countOf(data.outcomes.length, 'rule')} of ${data.source}`
      }
      {...(data && !error && data.foreign > 0 && { foot: `${countOf(data.foreign, 'rule')} for other sources.` })}
    >
      {!isAsked && (
        <EmptyState icon={FlaskConical} title="Nothing was tried yet">
          Put in an event and try it: each rule says whether it fires, and each part of its condition whether it holds
          and what it read from the event.
        </EmptyState>
      )}
      {isAsked && !data && !error && <Skeleton rows={8} />}
      {error && <Failure message={failureText(error)} />}
      {data && !error && (
        <div className={classNames('rule-tester__outcomes', trial.isPlaceholderData && 'is-stale')}>
          {data.events > 1 && <Notice>There are {data.events} events in the text. One is tried.</Notice>}
          {data.outcomes.length === 0 && <NoRules source={data.source} />}
          <ul>
            {inOrder(data.outcomes).map((outcome) => (
              <OutcomeRow
                key={outcome.rule}
                outcome={outcome}
                explanation={data.explanations.find(({ rule }) => rule === outcome.rule)}
                onToggle={() => onOpen(open === outcome.rule ? undefined : outcome.rule)}
              />
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Failure({ message }: { readonly message: string }): ReactNode {
  return (
    <div className="rule-tester__failure" role="alert">
      {message.includes('\n') ? (
        <CodeBlock title="The rules do not load" code={message} />
      ) : (
        <Notice tone="fail">{message}</Notice>
      )}
    </div>
  );
}

function NoRules({ source }: { readonly source: string }): ReactNode {
  return (
    <Notice>
      No rule for {source} is loaded. Name files under <code>rules.files</code> of the configuration, or write a rule at
      the left.
    </Notice>
  );
}

interface OutcomeRowProps {
  readonly outcome: Outcome;
  readonly explanation: RuleTest['explanations'][number] | undefined;
  readonly onToggle: () => void;
}

function OutcomeRow({ outcome: { rule, priority, isNew, outcome, output }, explanation, onToggle }: OutcomeRowProps) {
  return (
    <li className="outcome">
      <button type="button" className="outcome__head" aria-expanded={explanation !== undefined} onClick={onToggle}>
        <ReasonMark holds={outcome === 'alert'} />
        <PriorityMark priority={priority} size={16} isNamed />
        <span className="outcome__rule cut">{visibleText(rule)}</span>
        {isNew && <Chip tone="line">yours</Chip>}
        <span className="outcome__word">{words[outcome]}</span>
      </button>
      {output !== undefined && <p className="outcome__output">{visibleText(output)}</p>}
      {explanation && <Explanation explanation={explanation} />}
    </li>
  );
}

const words: Readonly<Record<Outcome['outcome'], string>> = {
  alert: 'fires',
  'earlier-rule': 'another rule before it has the event',
  disabled: 'would fire, and is not enabled',
  none: 'does not fire',
};

const order: readonly Outcome['outcome'][] = ['alert', 'earlier-rule', 'disabled', 'none'];

/** Those that came with the request are what somebody looks for. */
function inOrder(outcomes: readonly Outcome[]): readonly Outcome[] {
  const rank = ({ isNew, outcome }: Outcome) => (isNew ? 0 : order.length) + order.indexOf(outcome);
  return outcomes.toSorted((a, b) => rank(a) - rank(b));
}
