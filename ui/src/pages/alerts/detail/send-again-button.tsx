import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Entry, Fate } from '#ui/api/contract.ts';
import { useMay } from '#ui/app/session.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { kindOf } from './fate-text.ts';

interface SendAgainButtonProps {
  readonly entry: Entry;
  readonly fate: Fate;
  /** Also where it was delivered, or kept back. */
  readonly isAlways: boolean;
}

/** Once more to this output, whatever became of it there. */
export function SendAgainButton({ entry, fate, isAlways }: SendAgainButtonProps): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const mayAct = useMay('responder');
  const { show } = useToasts();
  const kind = kindOf(fate);
  const sending = useMutation({
    mutationFn: () => api.send('POST', `/alerts/${entry.alert.uuid}/send`, { output: fate.output }),
    onSuccess: () => {
      show({ text: `Sent again to ${fate.output}` });
      return queries.invalidateQueries({ queryKey: ['alert', entry.alert.uuid] });
    },
  });
  if (!mayAct || kind === 'owed' || (kind !== 'dead' && !isAlways)) return null;
  return (
    <>
      <Button size="small" disabled={sending.isPending} onClick={() => sending.mutate()}>
        {kind === 'suppressed' ? 'Send all the same' : 'Send again'}
      </Button>
      {sending.error && (
        <small className="deliveries__problem" role="alert">
          {failureText(sending.error)}
        </small>
      )}
    </>
  );
}
