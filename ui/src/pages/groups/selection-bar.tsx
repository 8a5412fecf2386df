import { Archive, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Group } from '#ui/api/contract.ts';
import { Button } from '#ui/design/button.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { AssignMenu } from './assign-menu.tsx';
import { isDecided } from './group-words.ts';
import { ResolveMenu } from './resolve-menu.tsx';
import type { GroupChanges } from './use-group-changes.ts';
import type { GroupSelection } from './use-group-selection.ts';

interface SelectionBarProps {
  readonly selection: GroupSelection;
  readonly rows: readonly Group[];
  readonly changes: GroupChanges;
  readonly isResolving: boolean;
  readonly onResolving: (isResolving: boolean) => void;
}

/** What can be done with the selected groups, in place of the query. */
export function SelectionBar({ selection, rows, changes, isResolving, onResolving }: SelectionBarProps): ReactNode {
  const ids = [...selection.ids];
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const alerts = chosen.reduce((sum, { count }) => sum + count, 0);
  const areDecided = chosen.length > 0 && chosen.every(isDecided);
  return (
    <div className="group-selection" role="toolbar" aria-label="Selected groups">
      <strong className="strong">{formatCount(ids.length)} selected</strong>
      <span className="muted not-phone">{countOf(alerts, 'alert')}</span>
      <div className="group-selection__actions">
        {areDecided ? (
          <Button kind="primary" onClick={() => changes.decide(ids, { decision: 'open' })}>
            Open again
          </Button>
        ) : (
          <Button kind="primary" shortcut="a" onClick={() => changes.decide(ids, { decision: 'acknowledged' })}>
            Acknowledge
          </Button>
        )}
        <ResolveMenu
          isOpen={isResolving}
          onOpenChange={onResolving}
          onResolve={(resolution) => changes.decide(ids, { decision: 'resolved', resolution })}
        />
        <AssignMenu onAssign={(login) => changes.assign(ids, login)} />
        <Button icon={Archive} onClick={() => changes.decide(ids, { decision: 'archived' })}>
          <span>
            Archive<span className="group-selection__rest"> until they escalate</span>
          </span>
        </Button>
      </div>
      <IconButton
        icon={X}
        className="group-selection__clear"
        label="Clear selection"
        shortcut="Esc"
        onClick={selection.clear}
      />
      {changes.problem !== undefined && (
        <p className="group-selection__problem" role="alert">
          {changes.problem}
        </p>
      )}
    </div>
  );
}
