import { isAtLeast, type Priority } from '#alert/priority.ts';
import { roundDuration } from './round-duration.ts';

export const decisions = ['open', 'acknowledged', 'resolved', 'archived'] as const;
export type DecisionName = (typeof decisions)[number];
export const resolutions = ['handled', 'false positive', 'expected behaviour', 'duplicate', 'test'] as const;
export type Resolution = (typeof resolutions)[number];

/** What somebody said of a group, and how it was then. */
export interface Decision {
  readonly decision: DecisionName;
  readonly resolution?: Resolution;
  readonly by: string;
  readonly atMs: number;
  /** The most urgent one of its alerts. */
  readonly priority: Priority;
  readonly lastSeq: number;
}

/** What happened to a group, as far as its state depends on that. */
export interface GroupFacts {
  readonly firstSeenMs: number;
  /** For how long alerts had been kept when the group was first seen. */
  readonly watchedBeforeMs: number;
  readonly lastSeenMs: number;
  readonly lastSeq: number;
  /** The most urgent one of all its alerts, of those of the last hour, and of those of the week before that. */
  readonly priority: Priority;
  readonly priorityLastHour: Priority | undefined;
  readonly priorityBefore: Priority | undefined;
  readonly lastHour: number;
  /** Alerts in an hour before that, on average; `undefined` while it is not known for long enough to say. */
  readonly usualPerHour: number | undefined;
  /** The most in one hour since the decision. */
  readonly peakSinceDecision: number;
}

export type GroupStateName = 'new' | 'open' | 'escalating' | 'regressed' | 'acknowledged' | 'resolved' | 'archived';

export interface GroupState {
  readonly state: GroupStateName;
  /** Why, for people. */
  readonly because: string;
}

const newForMs = 24 * 3_600_000;
/** Nothing can be said to be new before it is known what is usual. */
export const learningMs = 12 * 3_600_000;
/** So urgent that somebody should look, however little is known. */
const leastUrgentWhileLearning = 'Critical';
const fewestToEscalate = 10;
const escalatingFactor = 5;
const archivedFactor = 10;

/**
 * What a group is now. Never stored: it follows from what was decided and from what happened, so that nothing has to be
 * running for a group to come back.
 */
export function groupState(decision: Decision | undefined, facts: GroupFacts, nowMs: number): GroupState {
  switch (decision?.decision) {
    case undefined:
    case 'open':
      return escalation(facts) ?? (decision ? reopened(decision) : undecided(facts, nowMs));
    case 'resolved':
      return facts.lastSeq > decision.lastSeq ? regressed(decision, facts) : settled(decision, 'resolved');
    case 'acknowledged':
      return breakThrough(decision, facts) ?? settled(decision, 'acknowledged');
    case 'archived':
      return breakThrough(decision, facts) ?? archivedPeak(facts) ?? settled(decision, 'archived');
  }
}

function undecided({ firstSeenMs, watchedBeforeMs, priority }: GroupFacts, nowMs: number): GroupState {
  const age = roundDuration(nowMs - firstSeenMs);
  if (nowMs - firstSeenMs >= newForMs) {
    return { state: 'open', because: `first seen ${age} ago, and nobody decided yet` };
  }
  if (watchedBeforeMs < learningMs && !isAtLeast(priority, leastUrgentWhileLearning)) {
    return { state: 'open', because: `first seen ${age} ago, ${startOfJournal(watchedBeforeMs)}` };
  }
  return { state: 'new', because: `first seen ${age} ago` };
}

function startOfJournal(watchedBeforeMs: number): string {
  if (watchedBeforeMs === 0) return 'with the first alert of all';
  return `${roundDuration(watchedBeforeMs)} after the first alert of all`;
}

function reopened({ by }: Decision): GroupState {
  return { state: 'open', because: `opened again by ${by}` };
}

function settled({ resolution, by }: Decision, state: 'acknowledged' | 'resolved' | 'archived'): GroupState {
  const how = resolution === undefined ? '' : ` as ${resolution}`;
  return { state, because: `${state} by ${by}${how}` };
}

function escalation(facts: GroupFacts): GroupState | undefined {
  const { priorityLastHour, priorityBefore, lastHour, usualPerHour } = facts;
  if (priorityLastHour && priorityBefore && isHigher(priorityLastHour, priorityBefore)) {
    return { state: 'escalating', because: `${priorityLastHour} in the last hour, at most ${priorityBefore} before` };
  }
  if (usualPerHour === undefined || lastHour < Math.max(fewestToEscalate, usualPerHour * escalatingFactor)) {
    return undefined;
  }
  return { state: 'escalating', because: `${lastHour} in the last hour, usually ${usual(usualPerHour)}` };
}

function regressed({ by, atMs, resolution }: Decision, { lastSeenMs }: GroupFacts): GroupState {
  const after = roundDuration(lastSeenMs - atMs);
  const how = resolution === undefined ? '' : ` as ${resolution}`;
  return { state: 'regressed', because: `fired again, last ${after} after ${by} resolved it${how}` };
}

/** A higher priority is never hidden by a decision on a lower one. */
function breakThrough(decision: Decision, { priority }: GroupFacts): GroupState | undefined {
  if (!isHigher(priority, decision.priority)) return undefined;
  const { decision: name, by } = decision;
  return { state: 'escalating', because: `${priority} since ${by} ${name} it at ${decision.priority}` };
}

function archivedPeak({ usualPerHour = 0, peakSinceDecision }: GroupFacts): GroupState | undefined {
  if (peakSinceDecision < Math.max(fewestToEscalate, usualPerHour * archivedFactor)) return undefined;
  const because = `${peakSinceDecision} in one hour since it was archived, usually ${usual(usualPerHour)}`;
  return { state: 'escalating', because };
}

function isHigher(priority: Priority, than: Priority): boolean {
  return !isAtLeast(than, priority);
}

function usual(perHour: number): string {
  if (perHour === 0) return 'none';
  return perHour < 1 ? 'fewer than one' : `${Math.round(perHour)}`;
}

/** Under which of the decisions a state is listed. */
export function decisionOf(state: GroupStateName): DecisionName {
  return state === 'acknowledged' || state === 'resolved' || state === 'archived' ? state : 'open';
}
