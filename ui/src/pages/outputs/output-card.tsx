import { Link } from '@tanstack/react-router';
import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import type { Output, TestResult } from '#ui/api/contract.ts';
import { usePauseOutput, useTestOutput } from '#ui/api/outputs.ts';
import { useMay } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { formatCount } from '#ui/design/count.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { Sparkline } from '#ui/design/sparkline.tsx';
import { StateLabel } from '#ui/design/state-mark.tsx';
import { CategoryIcon } from './category-icon.tsx';
import { lastWords, OutputState } from './output-state.tsx';

interface OutputCardProps {
  readonly output: Output;
  readonly nowMs: number;
  readonly isOpen: boolean;
}

/** How one output does, at a glance. */
export function OutputCard({ output, nowMs, isOpen }: OutputCardProps): ReactNode {
  const { name, title, category, owed, oldestOwedAtMs, trend } = output;
  return (
    <li className={classNames('output-card', isOpen && 'output-card--open')}>
      <div className="output-card__head">
        <CategoryIcon category={category} />
        <div className="output-card__name">
          <Link
            to="/outputs"
            search={{ output: name }}
            className="output-card__link cut"
            aria-current={isOpen || undefined}
          >
            {name}
          </Link>
          <div className="faint smaller cut">{title}</div>
        </div>
        <OutputState output={output} nowMs={nowMs} />
      </div>
      <Sparkline counts={trend} label={`Deliveries of ${name} in the last half hour`} width={240} height={26} />
      <dl className="output-card__figures">
        <Figure name="Rate" value={`${rateOf(output.deliveredPerMinute)} /min`} />
        {oldestOwedAtMs === undefined ? (
          <Figure name="Lag" value="none" />
        ) : (
          <Figure name="Oldest owed" value={formatDuration(nowMs - oldestOwedAtMs)} />
        )}
        <Figure name="Owed" value={formatCount(owed)} />
      </dl>
      <p className="output-card__words">{lastWords(output, nowMs)}</p>
      <OutputActions output={output} />
    </li>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Test, pause and resume, with what came of the test. */
export function OutputActions({ output }: { readonly output: Output }): ReactNode {
  const { name, state } = output;
  const may = useMay('responder');
  const test = useTestOutput();
  const pause = usePauseOutput();
  const why = may ? undefined : 'The role responder may do this';
  const isPaused = state === 'paused';
  const failure = test.error ?? pause.error;
  return (
    <>
      <div className="output-card__actions">
        <Button size="small" disabled={!may || test.isPending} title={why} onClick={() => test.mutate(name)}>
          {test.isPending ? 'Testing' : 'Test'}
        </Button>
        <Button
          size="small"
          kind="ghost"
          icon={isPaused ? Play : Pause}
          disabled={!may || pause.isPending}
          title={why}
          onClick={() => pause.mutate({ name, how: isPaused ? 'resume' : 'pause' })}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
        <Link to="/dead-letters" search={{ output: name }} className="link small end">
          Dead letters
        </Link>
      </div>
      {failure && (
        <div className="output-card__result" role="status">
          <StateLabel state="failing">{failureText(failure)}</StateLabel>
        </div>
      )}
      {test.data && !failure && <Result result={test.data} />}
    </>
  );
}

function Result({ result }: { readonly result: TestResult }): ReactNode {
  const { isDelivered, latencyMs, status, error, answer } = result;
  const answered = status === undefined ? '' : `${status} `;
  return (
    <div className="output-card__result" role="status">
      <StateLabel state={isDelivered ? 'healthy' : 'failing'}>
        {isDelivered ? `Test alert delivered, ${answered}in ${formatDuration(latencyMs)}` : (error ?? 'Not delivered')}
      </StateLabel>
      {answer !== undefined && answer !== '' && <pre className="output-card__answer mono">{answer}</pre>}
    </div>
  );
}

function rateOf(perMinute: number): string {
  return perMinute >= 10 || perMinute === 0 ? formatCount(Math.round(perMinute)) : perMinute.toFixed(1);
}
