import { printValue } from '#query/print-query.ts';
import type { Senders } from '#ui/api/contract.ts';
import { formatCount } from '#ui/design/count.tsx';
import type { MachineState } from '#ui/design/state-mark.tsx';
import { formatDuration } from '#ui/design/format-time.ts';
import { visibleText } from '#ui/design/visible-text.ts';
import type { SenderOrder } from './senders-search.ts';

export type SenderRow = Senders['senders'][number];

export function senderKey({ sender, cluster }: SenderRow): string {
  return `${cluster}/${sender}`;
}

export function senderName({ sender }: SenderRow): string {
  return sender === '' ? 'No host named' : visibleText(sender);
}

/** The query that finds what it sent. */
export function senderQuery({ sender, cluster }: SenderRow): string {
  const host = sender === '' ? '-hostname:*' : `hostname:${printValue(sender)}`;
  return cluster === '' ? host : `${host} cluster:${printValue(cluster)}`;
}

export const stateMarks: Readonly<Record<SenderRow['state'], MachineState>> = {
  silent: 'silent',
  quiet: 'healthy',
  sending: 'healthy',
};

export function stateText({ state, lastSeenMs }: SenderRow, nowMs: number): string {
  switch (state) {
    case 'silent':
      return `Silent for ${formatDuration(nowMs - lastSeenMs)}`;
    case 'quiet':
      return 'Quiet, as usual';
    case 'sending':
      return 'Sending';
  }
}

/** `12 alerts an hour`; of rare ones what a day brings. */
export function usualText(perHour: number): string {
  if (perHour === 0) return 'less than one an hour';
  if (perHour < 1) return `${formatCount(Math.max(1, Math.round(perHour * 24)))} a day`;
  return `${formatCount(perHour < 10 ? Math.round(perHour * 10) / 10 : Math.round(perHour))} an hour`;
}

const stateOrder: readonly SenderRow['state'][] = ['silent', 'sending', 'quiet'];

/** The list comes whole, so it is put into order here: silent ones first, and among them what is missed most. */
export function inOrder(rows: readonly SenderRow[], by: SenderOrder, order: 'asc' | 'desc'): readonly SenderRow[] {
  const sign = order === 'asc' ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare[by](a, b) || a.sender.localeCompare(b.sender));
}

const compare: Readonly<Record<SenderOrder, (a: SenderRow, b: SenderRow) => number>> = {
  state: (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || b.usualPerHour - a.usualPerHour,
  last: (a, b) => b.lastSeenMs - a.lastSeenMs,
  hour: (a, b) => b.countLastHour - a.countLastHour,
  sender: (a, b) => a.sender.localeCompare(b.sender),
};
