import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { tokensQuery, useRevokeToken } from '#ui/api/accounts.ts';
import type { ApiToken } from '#ui/api/contract.ts';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { TimeText } from '#ui/design/time-text.tsx';
import { MakeTokenDialog } from './make-token-dialog.tsx';

/** For programs: scripts that ask the API, and senders that post alerts. */
export function TokensTab(): ReactNode {
  const { data, error, refetch } = useQuery(tokensQuery(useApi()));
  const [isMaking, setMaking] = useState(false);
  const revoke = useRevokeToken();
  const toasts = useToasts();
  const revokeOne = ({ id, name }: ApiToken) =>
    revoke.mutate(id, { onSuccess: () => toasts.show({ text: `Token “${name}” revoked.` }) });
  return (
    <Panel
      title="API tokens"
      aside="sent as Authorization: Bearer"
      tools={
        <Button size="small" kind="primary" icon={Plus} onClick={() => setMaking(true)}>
          Make a token
        </Button>
      }
    >
      {(error ?? revoke.error) && (
        <ErrorPanel
          title={error ? 'The tokens did not load' : 'The token was not revoked'}
          message={failureText(error ?? revoke.error)}
          onRetry={error ? () => void refetch() : undefined}
        />
      )}
      {!data && !error && <Skeleton rows={3} />}
      {data?.tokens.length === 0 && (
        <EmptyState title="There is no token yet">
          A token lets a script ask the API, or a sender post alerts, without a password of a person.
        </EmptyState>
      )}
      {data && data.tokens.length > 0 && (
        <div className="settings__scroll">
          <table className="settings__table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">May</th>
                <th scope="col">Begins with</th>
                <th scope="col">Made</th>
                <th scope="col">Last used</th>
                <th scope="col">Ends</th>
                <th scope="col">
                  <span className="only-read-out">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.tokens.map((token) => (
                <TokenRow key={token.id} token={token} isBusy={revoke.isPending} onRevoke={() => revokeOne(token)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isMaking && <MakeTokenDialog onClose={() => setMaking(false)} />}
    </Panel>
  );
}

interface TokenRowProps {
  readonly token: ApiToken;
  readonly isBusy: boolean;
  readonly onRevoke: () => void;
}

function TokenRow({ token, isBusy, onRevoke }: TokenRowProps): ReactNode {
  return (
    <tr>
      <td className="strong">{token.name}</td>
      <td>{token.scope === 'ingest' ? 'post alerts' : token.role}</td>
      <td className="mono">{token.prefix}…</td>
      <td className="muted no-wrap">
        <TimeText at={token.createdAtMs} style="day" /> by {token.createdBy}
      </td>
      <td className="muted no-wrap">
        {token.lastUsedAtMs === undefined ? 'never' : <TimeText at={token.lastUsedAtMs} style="day-and-time" />}
      </td>
      <td className="muted no-wrap">
        {token.expiresAtMs === undefined ? 'never' : <TimeText at={token.expiresAtMs} style="day" />}
      </td>
      <td className="settings__actions">
        <Button size="small" kind="danger" disabled={isBusy} aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </td>
    </tr>
  );
}
