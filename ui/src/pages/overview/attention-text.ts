import type { Attention } from '#ui/api/contract.ts';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { formatDuration, formatTime } from '#ui/design/format-time.ts';
import type { Zone } from '#ui/design/zone.ts';
import { visibleText } from '#ui/design/visible-text.ts';

/** What is so. */
export function titleOf(item: Attention, nowMs: number): string {
  return visibleText(title(item, nowMs));
}

function title(item: Attention, nowMs: number): string {
  switch (item.kind) {
    case 'group':
      return item.rule;
    case 'output':
      return outputTitle(item, nowMs);
    case 'deadLetters':
      return `${countOf(item.count, 'dead letter')} at ${item.output}`;
    case 'sender':
      return `${item.sender} has sent nothing for ${formatDuration(nowMs - item.lastSeenMs)}`;
    case 'journal':
      return 'The journal has trouble';
  }
}

function outputTitle({ output, state, sinceMs }: Attention & { kind: 'output' }, nowMs: number): string {
  if (state === 'refusing') return `${output} refuses every alert`;
  if (state === 'misconfigured') return `${output} is not configured as it must be`;
  return sinceMs === undefined ? `${output} fails` : `${output} has failed for ${formatDuration(nowMs - sinceMs)}`;
}

/** Where, why and what happens next, in one line. */
export function moreOf(item: Attention, nowMs: number, zone: Zone): string {
  return visibleText(more(item, nowMs, zone));
}

function more(item: Attention, nowMs: number, zone: Zone): string {
  switch (item.kind) {
    case 'group':
      return line(item.where, groupReason(item, zone));
    case 'output':
      return line(
        item.message,
        item.state === 'refusing' && `${countOf(item.dead, 'dead letter')}, the alerts are kept`,
        item.owed > 0 && `${countOf(item.owed, 'alert')} owed, none lost`,
        item.nextAttemptAtMs !== undefined && `next try ${inFuture(item.nextAttemptAtMs - nowMs)}`,
      );
    case 'deadLetters':
      return line(item.reason, 'the alerts are kept');
    case 'sender':
      return line(`usually ${usual(item.usualPerHour)} an hour`, item.cluster);
    case 'journal':
      return item.message;
  }
}

function groupReason(item: Attention & { kind: 'group' }, zone: Zone): string | false {
  if (item.state === 'escalating') return `usually ${usual(item.usualCount)} in that time`;
  if (item.state !== 'regressed' || item.resolvedAtMs === undefined) return false;
  const when = formatTime(item.resolvedAtMs, zone, 'day');
  return item.resolvedBy === undefined ? `resolved ${when}` : `resolved ${when} by ${item.resolvedBy}`;
}

function usual(count: number): string {
  if (count === 0) return 'none';
  if (count < 1) return 'less than one';
  return formatCount(count < 10 ? Math.round(count * 10) / 10 : Math.round(count));
}

function inFuture(ms: number): string {
  return ms < 1000 ? 'now' : `in ${formatDuration(ms)}`;
}

function line(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== '').join(' · ');
}
