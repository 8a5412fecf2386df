import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Output } from '#ui/api/contract.ts';
import { outputsQuery } from '#ui/api/outputs.ts';
import { Page } from '#ui/app/page.tsx';
import { Button } from '#ui/design/button.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { AddOutput } from './add-output.tsx';
import { OutputCard } from './output-card.tsx';
import { OutputPanel } from './output-panel.tsx';
import './outputs.css';

/** Where alerts go, and how each does. */
export function OutputsPage(): ReactNode {
  const { data, error, refetch } = useQuery(outputsQuery(useApi()));
  const { output: chosen, add } = useSearch({ from: '/shell/outputs' });
  const navigate = useNavigate();
  const open = data?.outputs.find(({ name }) => name === chosen);
  const addButton = (
    <Button icon={Plus} onClick={() => void navigate({ to: '/outputs', search: { add: '' } })}>
      Add an output
    </Button>
  );

  return (
    <Page title="Outputs" aside={data && summaryOf(data.outputs)} tools={addButton}>
      {error && (
        <ErrorPanel
          title="The outputs did not load"
          message={failureText(error)}
          requestId={requestIdOf(error)}
          still="Alerts are delivered all the same."
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <Skeleton rows={6} rowHeight={64} />}
      {data?.outputs.length === 0 && (
        <EmptyState title="No output yet" actions={addButton}>
          Alerts are kept and can be searched. Add an output when somebody is to be told.
        </EmptyState>
      )}
      {add !== undefined && <AddOutput type={add === '' ? undefined : add} />}
      {data && data.outputs.length > 0 && (
        <ul className="outputs" aria-label="Outputs">
          {data.outputs.map((output) => (
            <OutputCard key={output.name} output={output} nowMs={data.nowMs} isOpen={output.name === chosen} />
          ))}
        </ul>
      )}
      {open && data && <OutputPanel output={open} nowMs={data.nowMs} file={data.configurationFile} />}
    </Page>
  );
}

/** `8 configured · 1 failing · 1 paused`. */
function summaryOf(outputs: readonly Output[]): string {
  const states = [
    ['failing', 'failing'],
    ['misconfigured', 'to be corrected'],
    ['refusing', 'refusing every alert'],
    ['retrying', 'retrying'],
    ['paused', 'paused'],
  ] as const;
  const counts = states.map(
    ([state, words]) => [outputs.filter((output) => output.state === state).length, words] as const,
  );
  const parts = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return [`${outputs.length} configured`, ...parts].join(' · ');
}
