import { Archive } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { Button } from '#ui/design/button.tsx';
import { AssignMenu } from '../assign-menu.tsx';
import { isDecided } from '../group-words.ts';
import { ResolveMenu } from '../resolve-menu.tsx';
import { useGroupChanges } from '../use-group-changes.ts';

interface GroupActionsProps {
  readonly group: Group;
  readonly isResolving: boolean;
  readonly onResolving: (isResolving: boolean) => void;
  /** Others are selected: then keys and the primary button are theirs. */
  readonly isQuiet?: boolean;
}

/** What can be said of it. */
export function GroupActions({ group, isResolving, onResolving, isQuiet = false }: GroupActionsProps): ReactNode {
  const { mayChange, decide, assign, problem } = useGroupChanges();
  const ids = [group.id];
  const kind = isQuiet ? 'plain' : 'primary';
  if (!mayChange) return null;
  return (
    <div className="group-detail__actions">
      {isDecided(group) ? (
        <Button kind={kind} onClick={() => decide(ids, { decision: 'open' })}>
          Open again
        </Button>
      ) : (
        <Button
          kind={kind}
          shortcut={isQuiet ? undefined : 'a'}
          onClick={() => decide(ids, { decision: 'acknowledged' })}
        >
          Acknowledge
        </Button>
      )}
      {group.state !== 'resolved' && (
        <ResolveMenu
          isOpen={isResolving}
          onOpenChange={onResolving}
          onResolve={(resolution) => decide(ids, { decision: 'resolved', resolution })}
        />
      )}
      <AssignMenu assignee={group.assignee} onAssign={(login) => assign(ids, login)} />
      {group.state !== 'archived' && (
        <Button icon={Archive} title="Archive until it escalates" onClick={() => decide(ids, { decision: 'archived' })}>
          Archive
        </Button>
      )}
      {problem !== undefined && (
        <p className="group-detail__problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
