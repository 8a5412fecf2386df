import { useNavigate } from '@tanstack/react-router';
import type { Group } from '#ui/api/contract.ts';
import { useShortcuts, type Shortcut } from '#ui/app/keyboard.tsx';
import { useSession } from '#ui/app/session.tsx';
import type { GroupChanges } from './use-group-changes.ts';
import type { GroupCursor } from './use-group-cursor.ts';
import type { GroupSelection } from './use-group-selection.ts';

interface KeysAsked {
  readonly rows: readonly Group[];
  readonly cursor: GroupCursor;
  readonly selection: GroupSelection;
  readonly changes: GroupChanges;
  readonly isOpen: boolean;
  readonly onResolve: () => void;
  readonly onComment: () => void;
}

/** The keys of the page: through the list, and what is said of the selected groups, or of the one that is looked at. */
export function useGroupKeys(asked: KeysAsked): void {
  const { rows, cursor, selection, isOpen } = asked;
  const navigate = useNavigate();
  const at = (run: (id: string) => void) => () => cursor.id !== undefined && run(cursor.id);
  const leave = () => {
    if (isOpen) cursor.close();
    else if (selection.ids.size > 0) selection.clear();
    else cursor.forget();
  };
  useShortcuts([
    { keys: 'j', label: 'Next', group: 'List', run: () => cursor.move(1) },
    { keys: 'k', label: 'Previous', group: 'List', run: () => cursor.move(-1) },
    { keys: 'Enter', label: 'Open', group: 'List', run: at(cursor.open) },
    { keys: 'Escape', label: 'Close', group: 'List', run: leave },
    {
      keys: 'o',
      label: 'Open on its own page',
      group: 'List',
      run: at((id) => void navigate({ to: '/groups/$id', params: { id } })),
    },
    ...useDecisionKeys(asked),
    ...(asked.changes.mayChange
      ? [
          { keys: 'x', label: 'Select', group: 'List', run: at(selection.toggle) },
          { keys: 'X', label: 'Select up to here', group: 'List', run: at((id) => selection.extend(id, rows)) },
        ]
      : []),
  ]);
}

function useDecisionKeys({ cursor, selection, changes, onResolve, onComment }: KeysAsked): readonly Shortcut[] {
  const { user } = useSession();
  if (!changes.mayChange) return [];
  const pointed = cursor.id === undefined ? [] : [cursor.id];
  const ids = selection.ids.size > 0 ? [...selection.ids] : pointed;
  const withSome = (run: () => void) => () => ids.length > 0 && run();
  return [
    {
      keys: 'a',
      label: 'Acknowledge',
      group: 'Groups',
      run: withSome(() => changes.decide(ids, { decision: 'acknowledged' })),
    },
    { keys: 'r', label: 'Resolve as…', group: 'Groups', run: withSome(onResolve) },
    { keys: 'c', label: 'Comment', group: 'Groups', run: onComment },
    ...(user
      ? [
          {
            keys: 'm',
            label: 'Assign to me',
            group: 'Groups',
            run: withSome(() => changes.assign(ids, user.login)),
          },
        ]
      : []),
  ];
}
