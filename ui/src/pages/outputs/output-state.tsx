import type { ReactNode } from 'react';
import type { Output } from '#ui/api/contract.ts';
import { formatDuration } from '#ui/design/format-time.ts';
import { StateLabel, type MachineState } from '#ui/design/state-mark.tsx';

export const machineStates: Readonly<Record<Output['state'], MachineState>> = {
  healthy: 'healthy',
  retrying: 'slow',
  failing: 'failing',
  misconfigured: 'failing',
  refusing: 'failing',
  paused: 'paused',
};

/** The state in words: `Failing for 18 min`. */
export function OutputState({ output, nowMs }: { readonly output: Output; readonly nowMs: number }): ReactNode {
  return <StateLabel state={machineStates[output.state]}>{wordsOf(output, nowMs)}</StateLabel>;
}

function wordsOf({ state, pausedBy, failingSinceMs }: Output, nowMs: number): string {
  const since = failingSinceMs === undefined ? '' : ` for ${formatDuration(nowMs - failingSinceMs)}`;
  switch (state) {
    case 'healthy':
      return 'Healthy';
    case 'retrying':
      return 'Trying again';
    case 'failing':
      return `Failing${since}`;
    case 'misconfigured':
      return `To be corrected${since}`;
    case 'refusing':
      return 'Refuses every alert';
    case 'paused':
      return pausedBy === undefined ? 'Paused' : `Paused by ${pausedBy}`;
  }
}

/** What its last answers were, and what happens next, in a sentence or two. */
export function lastWords(output: Output, nowMs: number): string {
  const { state, lastError, nextAttemptAtMs, lastDeliveredAtMs, pausedAtMs, owed, dead } = output;
  const sentences: string[] = [];
  if (state === 'paused') {
    const since = pausedAtMs === undefined ? '' : ` for ${formatDuration(nowMs - pausedAtMs)}`;
    sentences.push(`Paused${since}. ${owed === 0 ? 'Nothing waits' : 'Alerts wait, none lost'}.`);
  } else if (state !== 'healthy' && lastError) {
    sentences.push(sentence(lastError.message));
    if (nextAttemptAtMs !== undefined && nextAttemptAtMs > nowMs) {
      sentences.push(`Next try in ${formatDuration(nextAttemptAtMs - nowMs)}.`);
    }
    if (output.isHeldBack) sentences.push('One attempt at a time until it answers.');
  } else if (lastDeliveredAtMs === undefined) sentences.push('Nothing was sent since the start.');
  else {
    const took = output.latencyP50Ms === undefined ? '' : `, usually in ${formatDuration(output.latencyP50Ms)}`;
    sentences.push(`Delivered ${formatDuration(nowMs - lastDeliveredAtMs)} ago${took}.`);
  }
  if (dead > 0) sentences.push(`${dead} dead ${dead === 1 ? 'letter' : 'letters'}.`);
  return sentences.join(' ');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
