import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import type { Changed } from '#ui/api/contract.ts';
import { assignGroups, commentOnGroup, decideGroups, undoGroups, type GroupDecision } from '#ui/api/groups.ts';
import { useMay } from '#ui/app/session.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { countOf } from '#ui/design/count.tsx';

interface Change {
  readonly run: () => Promise<Changed>;
  /** What was done to them, after "2 groups". */
  readonly done: (count: number) => string;
}

export interface GroupChanges {
  readonly mayChange: boolean;
  readonly decide: (ids: readonly string[], decision: GroupDecision) => void;
  readonly assign: (ids: readonly string[], login: string | null) => void;
  /** What went wrong with the last one. */
  readonly problem: string | undefined;
}

/** What people say of groups. Each can be taken back. */
export function useGroupChanges(onDone?: () => void): GroupChanges {
  const api = useApi();
  const { show } = useToasts();
  const reload = useReloadGroups();
  const undo = useMutation({ mutationFn: (token: string) => undoGroups(api, token), onSettled: reload });
  const change = useMutation({
    mutationFn: ({ run }: Change) => run(),
    onSuccess: ({ changed, undo: token }, { done }) => {
      show({ text: `${countOf(changed, 'group')} ${done(changed)}`, onUndo: () => undo.mutate(token) });
      onDone?.();
      return reload();
    },
  });
  const error = change.error ?? undo.error;
  return {
    mayChange: useMay('responder'),
    decide: (ids, decision) =>
      change.mutate({ run: () => decideGroups(api, ids, decision), done: (count) => doneText(decision, count) }),
    assign: (ids, login) =>
      change.mutate({
        run: () => assignGroups(api, ids, login),
        done: () => (login === null ? 'assigned to nobody' : `assigned to ${login}`),
      }),
    problem: error ? failureText(error) : undefined,
  };
}

export function useComment(id: string) {
  const api = useApi();
  const reload = useReloadGroups();
  return useMutation({ mutationFn: (text: string) => commentOnGroup(api, id, text), onSuccess: reload });
}

function doneText(decision: GroupDecision, count: number): string {
  switch (decision.decision) {
    case 'acknowledged':
      return 'acknowledged';
    case 'resolved':
      return `resolved as ${decision.resolution}`;
    case 'archived':
      return count === 1 ? 'archived until it escalates' : 'archived until they escalate';
    case 'open':
      return 'opened again';
  }
}

/** Whatever shows a group's state. */
function useReloadGroups() {
  const queries = useQueryClient();
  const names = ['group', 'groups', 'navigation', 'overview'];
  return () => queries.invalidateQueries({ predicate: ({ queryKey: [name] }) => names.includes(String(name)) });
}
