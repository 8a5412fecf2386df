import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { failureText, requestIdOf } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { deadLetterReasonsQuery, useSettleDeadLetters, type DeadLetterSelection } from '#ui/api/dead-letters.ts';
import { Page } from '#ui/app/page.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { countOf } from '#ui/design/count.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { AllDeadLetters } from './all-dead-letters.tsx';
import { DropDialog, type Dropping } from './drop-dialog.tsx';
import { ReasonsPanel } from './reasons-panel.tsx';
import './dead-letters.css';

/** What outputs refused for good, by the reason, to be sent again once that is mended. */
export function DeadLettersPage(): ReactNode {
  const { data, error, refetch } = useQuery(deadLetterReasonsQuery(useApi()));
  const [dropping, setDropping] = useState<Dropping>();
  const settle = useSettleDeadLetters();
  const toasts = useToasts();
  const total = data?.reasons.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const sendAgain = (selection: DeadLetterSelection) => {
    settle.mutate(
      { how: 'redrive', selection },
      { onSuccess: (count) => toasts.show({ text: `${countOf(count, 'dead letter')} given back to be sent.` }) },
    );
  };
  const drop = ({ selection }: Dropping) => {
    setDropping(undefined);
    settle.mutate(
      { how: 'drop', selection },
      { onSuccess: (count) => toasts.show({ text: `${countOf(count, 'dead letter')} dropped. The alerts are kept.` }) },
    );
  };

  return (
    <Page
      title="Dead letters"
      aside={
        total > 0 && `${countOf(total, 'alert')} that an output refused for good. All of them are still in the journal.`
      }
    >
      {error && (
        <ErrorPanel
          title="The dead letters did not load"
          message={failureText(error)}
          requestId={requestIdOf(error)}
          still="They are kept, and so are the alerts."
          onRetry={() => void refetch()}
        />
      )}
      {settle.error && (
        <ErrorPanel
          title="Nothing was changed"
          message={failureText(settle.error)}
          requestId={requestIdOf(settle.error)}
        />
      )}
      {!data && !error && <Skeleton rows={6} />}
      {data && total === 0 && (
        <EmptyState title="No output has refused an alert">
          An alert comes here when its receiver refuses it for good, or after the time of{' '}
          <code>delivery.giveupafter</code>. It is kept until it is sent, dropped, or removed by retention.
        </EmptyState>
      )}
      {data && total > 0 && (
        <>
          <ReasonsPanel reasons={data.reasons} isBusy={settle.isPending} onSendAgain={sendAgain} onDrop={setDropping} />
          <AllDeadLetters total={total} isBusy={settle.isPending} onSendAgain={sendAgain} onDrop={setDropping} />
        </>
      )}
      {dropping && <DropDialog dropping={dropping} onCancel={() => setDropping(undefined)} onDrop={drop} />}
    </Page>
  );
}
