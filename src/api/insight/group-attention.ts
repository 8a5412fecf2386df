import type { BoardGroup, GroupBoard } from '#triage/group-board.ts';
import type { GroupAttention } from './insight-source.ts';

type Shown = GroupAttention['attention'][number];

const maxShown = 20;
const hourMs = 3_600_000;

/** Groups that want somebody, worst first. */
export async function groupAttention(board: GroupBoard): Promise<GroupAttention> {
  const { attention, states, learning, nowMs } = await board.summary();
  const shown = attention.slice(0, maxShown).map((group) => shownGroup(group, board, nowMs));
  return {
    attention: (await Promise.all(shown)).filter((one) => one !== undefined),
    more: Math.max(0, attention.length - maxShown),
    openGroups: states.open,
    ...(learning && { learning }),
  };
}

async function shownGroup(one: BoardGroup, board: GroupBoard, nowMs: number): Promise<Shown | undefined> {
  const { group, record, state, usualPerHour = 0, lastHour } = one;
  if (state !== 'new' && state !== 'escalating' && state !== 'regressed') return undefined;
  const common = {
    kind: 'group',
    groupId: group.id,
    state,
    priority: group.priority,
    rule: group.rule,
    where: [group.cluster, group.namespace, group.workload || group.hostname].filter((part) => part !== '').join(' / '),
  } as const;
  const { decision } = record;
  if (state === 'regressed' && decision) {
    const [resolvedBy, resolvedAtMs] = [decision.by, decision.atMs];
    const count = await board.countSince(group.id, resolvedAtMs);
    return { ...common, count, usualCount: 0, sinceMs: resolvedAtMs, resolvedBy, resolvedAtMs };
  }
  if (state === 'new') return { ...common, count: group.totalCount, usualCount: 0, sinceMs: group.firstSeenMs };
  return { ...common, count: lastHour, usualCount: usualPerHour, sinceMs: nowMs - hourMs };
}
