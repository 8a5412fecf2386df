import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ChevronDown, UserRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Changed, Group, Resolution } from '#ui/api/contract.ts';
import { assignGroups, decideGroups, groupQuery, undoGroups, type GroupDecision } from '#ui/api/groups.ts';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { useMay, useSession } from '#ui/app/session.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { countOf } from '#ui/design/count.tsx';
import { Menu, MenuHead, MenuItem } from '#ui/design/menu.tsx';

interface GroupActionsProps {
  readonly groupId: string;
  /** How many alerts are in it: a decision is on all of them. */
  readonly count: number;
}

const resolutions: readonly { readonly resolution: Resolution; readonly name: string }[] = [
  { resolution: 'handled', name: 'Handled' },
  { resolution: 'false positive', name: 'False positive' },
  { resolution: 'expected behaviour', name: 'Expected behaviour' },
  { resolution: 'duplicate', name: 'Duplicate' },
  { resolution: 'test', name: 'Test' },
];

/** What a person decides: always on the whole group, and always to be taken back. */
export function GroupActions({ groupId, count }: GroupActionsProps): ReactNode {
  const mayAct = useMay('responder');
  return mayAct && <Actions groupId={groupId} count={count} />;
}

function Actions({ groupId, count }: GroupActionsProps): ReactNode {
  const { data } = useQuery(groupQuery(useApi(), groupId));
  const { user } = useSession();
  const { decide, assign, problem } = useDecisions(groupId, count);
  const [isResolving, setResolving] = useState(false);
  const group = data?.group;
  const isMine = user !== undefined && group?.assignee === user.login;
  const take = () => user && assign(isMine ? null : user.login);
  const acknowledge = () => decide({ decision: 'acknowledged' }, 'acknowledged');
  const isDecided = group !== undefined && ['acknowledged', 'resolved', 'archived'].includes(group.state);

  useShortcuts([
    { keys: 'a', label: 'Acknowledge', group: 'Alert', run: acknowledge },
    { keys: 'r', label: 'Resolve as…', group: 'Alert', run: () => setResolving(true) },
    { keys: 'm', label: 'Assign to me', group: 'Alert', run: take },
  ]);
  return (
    <div className="alert-detail__actions">
      {isDecided ? (
        <Button onClick={() => decide({ decision: 'open' }, 'opened again')}>Open again</Button>
      ) : (
        <Button kind="primary" shortcut="a" onClick={acknowledge}>
          Acknowledge
        </Button>
      )}
      <Menu
        align="start"
        isOpen={isResolving}
        onOpenChange={setResolving}
        trigger={
          <Button>
            Resolve <ChevronDown className="icon icon--small" aria-hidden="true" />
          </Button>
        }
      >
        <MenuHead>Resolve as</MenuHead>
        {resolutions.map(({ resolution, name }) => (
          <MenuItem
            key={resolution}
            onSelect={() => decide({ decision: 'resolved', resolution }, `resolved as ${resolution}`)}
          >
            {name}
          </MenuItem>
        ))}
      </Menu>
      {user && (
        <Button icon={UserRound} onClick={take}>
          {isMine ? 'Unassign' : 'Assign to me'}
        </Button>
      )}
      <Button icon={Archive} onClick={() => decide({ decision: 'archived' }, 'archived until it escalates')}>
        Archive
      </Button>
      {group && <State group={group} />}
      {problem !== undefined && (
        <p className="alert-detail__problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function State({ group: { state, assignee, resolution } }: { readonly group: Group }): ReactNode {
  const what = state === 'resolved' && resolution !== undefined ? `Resolved as ${resolution}` : stateNames[state];
  return (
    <span className="faint small">
      {what}
      {assignee !== undefined && `, with ${assignee}`}
    </span>
  );
}

const stateNames: Readonly<Record<Group['state'], string>> = {
  new: 'New',
  open: 'Open',
  escalating: 'Escalating',
  regressed: 'Regressed',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  archived: 'Archived until it escalates',
};

function useDecisions(groupId: string, count: number) {
  const api = useApi();
  const queries = useQueryClient();
  const { show } = useToasts();
  const reload = () =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) => ['group', 'groups', 'navigation', 'overview'].includes(String(name)),
    });
  const change = useMutation({
    mutationFn: ({ run }: { readonly run: () => Promise<Changed>; readonly done: string }) => run(),
    onSuccess: ({ undo }, { done }) => {
      show({
        text: `Group of ${countOf(count, 'alert')} ${done}`,
        onUndo: () => void undoGroups(api, undo).then(reload),
      });
      return reload();
    },
  });
  return {
    decide: (decision: GroupDecision, done: string) =>
      change.mutate({ run: () => decideGroups(api, [groupId], decision), done }),
    assign: (login: string | null) =>
      change.mutate({
        run: () => assignGroups(api, [groupId], login),
        done: login === null ? 'is with nobody' : `assigned to ${login}`,
      }),
    problem: change.error ? failureText(change.error) : undefined,
  };
}
